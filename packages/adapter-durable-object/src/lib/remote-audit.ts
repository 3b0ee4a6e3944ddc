import type { AccountStores, AuditHead, AuditLink, AuditRecord, AuditStore, Storage } from "@latchkey/core";
import { storeMethods, type StorageCall } from "./storage-methods.ts";

type Ask = (call: StorageCall) => Promise<unknown>;

/** What the object answers to a call with rows. `null`: another call has added rows since the head was read. */
type Recorded = { readonly answer: unknown } | null;

const NO_HEAD: AuditHead = { seq: 0, mac: "" };
const RECORDED = ["users", "sessions", "identities", "passkeys", "factors", "tokens", "apiKeys"] as const;
/** So many calls of other Workers may come in between. */
const MAX_TRIES = 50;

/**
 * The audit log of a storage in an object. The key of the log stays in the Worker: it reads the head, makes the rows,
 * and sends them with the change. The object does both in one step, unless the head has moved.
 */
export function remoteAudit(ask: Ask): AuditStore {
  const readHead = async (pool: string) => (await ask(["audit.head", pool])) as AuditHead | null;

  async function record(pool: string, link: AuditLink, call: StorageCall): Promise<unknown> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const rows = link((await readHead(pool)) ?? NO_HEAD);
      const recorded = (await ask(["recorded", rows, ...call])) as Recorded;
      if (recorded) return recorded.answer;
    }
    throw new Error("Other changes of the pool were always first");
  }

  return {
    async recording(pool, link) {
      const stores = RECORDED.map((store) => {
        const methods = Object.keys(storeMethods[store]).map((method) => [
          method,
          (...args: unknown[]) => record(pool, link, [`${store}.${method}`, ...args]),
        ]);
        return [store, Object.fromEntries(methods)];
      });
      return Object.fromEntries(stores) as AccountStores;
    },
    append: async (pool, link) => void (await record(pool, link, ["audit.append", pool])),
    head: readHead,
    list: async (pool, page) => (await ask(["audit.list", pool, page])) as readonly AuditRecord[],
    read: async (pool, after, limit) => (await ask(["audit.read", pool, after, limit])) as readonly AuditRecord[],
    erase: async (pool, rows, link) => (await record(pool, link, ["audit.erase", pool, rows])) as boolean,
    prune: async (pool, range, link) => (await record(pool, link, ["audit.prune", pool, range])) as boolean,
  };
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Stops a step in the object whose rows no longer follow the head. */
class HeadMoved extends Error {}

/** In the object: makes a change and adds the rows, as one step. */
export async function answerRecorded(storage: Storage, [, given, name, ...args]: StorageCall): Promise<Recorded> {
  const rows = given as readonly AuditRecord[];
  const link: AuditLink = ({ seq }) => {
    if (rows[0]!.seq !== seq + 1) throw new HeadMoved();
    return rows;
  };
  try {
    return { answer: await run(storage, { pool: rows[0]!.pool, link }, [String(name), ...args]) };
  } catch (error) {
    if (error instanceof HeadMoved) return null;
    throw error;
  }
}

async function run(
  { audit }: Storage,
  { pool, link }: { readonly pool: string; readonly link: AuditLink },
  [name, ...args]: StorageCall,
): Promise<unknown> {
  if (name === "audit.append" || name === "audit.erase" || name === "audit.prune")
    return (audit[name.slice("audit.".length) as "append"] as Method)(...args, link);
  const [store = "", method = ""] = name.split(".");
  const isThere = RECORDED.some((each) => each === store && Object.hasOwn(storeMethods[each], method));
  if (!isThere) throw new TypeError("A storage has no such method");
  const stores = await audit.recording(pool, link);
  return (stores[store as keyof AccountStores] as unknown as Record<string, Method>)[method]!(...args);
}

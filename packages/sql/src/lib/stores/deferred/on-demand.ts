import { checkLimit, orNull, readInteger, readText } from "../../values/codecs.ts";
import { readApiKey } from "../api-keys.ts";
import { bindNextSession, bindSession, readSession } from "../session-row.ts";
import type { StoreContext } from "../store-context.ts";
import { bindCredentials, readUser } from "../user-row.ts";
import type { Shared } from "./context.ts";
import type { DeferredStores } from "./stores.ts";

const METHODS = {
  users: ["search", "records", "delete", "disableUnlessLast", "deleteUnlessLast"],
  identities: ["use", "insertUser", "link", "list", "unlink"],
  passkeys: ["insertUser", "insert", "find", "use", "list", "rename", "delete"],
  factors: ["find", "insert", "use", "replaceCodes", "forgetDevices", "reseal", "delete"],
  tokens: ["put", "take"],
} satisfies { readonly [Store in keyof DeferredStores]: readonly (keyof DeferredStores[Store])[] };

const shared: Shared = {
  checkLimit,
  orNull,
  readInteger,
  readText,
  readUser,
  readSession,
  readApiKey,
  bindCredentials,
  bindSession,
  bindNextSession,
};

type Method = (...args: readonly unknown[]) => unknown;

/** Stores whose code is loaded at the first use: applications with passwords alone never load it. */
export function storesOnDemand(context: StoreContext): DeferredStores {
  let loaded: DeferredStores | null = null;
  // Each call waits for its own: in Cloudflare Workers a request that is cancelled takes its promises along.
  const load = async () => (loaded ??= await (await import("./stores.ts")).loadStores(context, shared));
  const stores = Object.entries(METHODS).map(([store, names]) => {
    const methods = names.map((name) => {
      const method = async (...args: readonly unknown[]) =>
        ((await load())[store as "tokens"][name as "take"] as Method)(...args);
      return [name, method];
    });
    return [store, Object.fromEntries(methods)];
  });
  return Object.fromEntries(stores) as DeferredStores;
}

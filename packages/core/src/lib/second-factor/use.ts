import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { recording } from "../context/record.ts";
import type { AuthEventType } from "../hooks.ts";
import type { SessionRecord, SpentTicket, UserRecord } from "../storage/storage.ts";
import { callStorage } from "../storage/call-storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import type { RightCode } from "./check.ts";

/** What a right code opens. */
export interface CodeUse {
  readonly user: UserRecord;
  readonly session: SessionRecord | null;
  readonly ticket: SpentTicket | null;
  /** The session in which it is used, if there is one already. */
  readonly sessionId?: string | undefined;
  readonly client: Client;
}

/**
 * Uses a code up, and opens the session, in one storage step.
 *
 * If the answer is lost, the session tells whether it has happened: no other call has its id. Without one, it is not
 * known who has used the code, so the user gives another.
 *
 * @returns `false`: the code or the ticket was used meanwhile, or the session cannot be opened
 */
export async function useCode(context: Context, right: RightCode, use: CodeUse): Promise<boolean> {
  const { storage } = context;
  const { user, session, ticket, client } = use;
  const { proof, method, counters } = right;
  const types: AuthEventType[] = [
    ...(session ? (["session.opened"] as const) : []),
    ...(method === "recovery_code" ? (["second_factor.recovery_code_used"] as const) : []),
  ];
  const about = { userId: user.id, sessionId: session?.id ?? use.sessionId, client };
  const details = session ? { methods: session.methods } : undefined;
  const { factors } = types.length > 0 ? await recording(context, types, { ...about, details }) : storage;
  const step = () => factors.use(user.id, proof, { session, counters, ticket });
  const find = async () => (session && (await storage.sessions.find(session.id)) ? true : null);
  if (!(session ? await writeOrFind(storage, step, find) : await callStorage(step))) return false;
  for (const type of types) await emitEvent(context, type, about);
  return true;
}

export { sessionUse, type SessionUseOptions } from "./lib/session-use.ts";
export type { ExtendedSession, SessionUse, UsedSession } from "./lib/used-session.ts";

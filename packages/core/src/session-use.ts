export { sessionUse, type SessionUseOptions } from "./lib/session-use.ts";
export type { ExtendedSession, Extension, SessionUse, UsedSession } from "./lib/used-session.ts";

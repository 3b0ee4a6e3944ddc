export { sessionUse, type SessionUseOptions } from "./lib/session-use/session-use.ts";
export type { ExtendedSession, Extension, SessionUse, UsedSession } from "./lib/session-use/used-session.ts";

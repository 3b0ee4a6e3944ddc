export { sessionUse, type SessionUseOptions } from "./lib/session-use/session-use.ts";
export type { RenewedSession, SessionRenewal, SessionUse, ActiveSession } from "./lib/session-use/active-session.ts";

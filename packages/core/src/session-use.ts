export { sessionUse, type SessionUseOptions } from "./lib/session-use/session-use.ts";
export type {
  RenewedSession as ExtendedSession,
  SessionRenewal as Extension,
  SessionUse,
  ActiveSession as UsedSession,
} from "./lib/session-use/active-session.ts";

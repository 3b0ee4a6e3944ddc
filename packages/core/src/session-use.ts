export { sessionUse, type SessionUseOptions } from "./lib/sessions/session-use.ts";
export type { SessionUse } from "./lib/context/context.ts";

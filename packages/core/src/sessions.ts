export { sessions, type OwnSession, type Sessions } from "./lib/account/sessions.ts";

export { sessions, type OwnSession, type Sessions } from "./lib/sessions.ts";

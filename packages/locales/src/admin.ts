export { findAdminSentences } from "./lib/admin-sentences.ts";
export type { AdminSentences } from "./lib/sentences.ts";

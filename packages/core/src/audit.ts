export { auditLog, type AuditLog, type AuditPage } from "./lib/audit/audit-log.ts";
export { audited, type AuditOptions } from "./lib/audit/audited.ts";
export type { LoggedEntry } from "./lib/users/logged-entry.ts";
export type { AuditAnchor, AuditProblem, AuditVerification } from "./lib/audit/verify.ts";

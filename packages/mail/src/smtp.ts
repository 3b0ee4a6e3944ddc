export { smtp, type SmtpTransport } from "./lib/transports/smtp.ts";
export type { SmtpOptions } from "./lib/transports/smtp-options.ts";

export { resend, type ResendOptions } from "./lib/transports/resend.ts";

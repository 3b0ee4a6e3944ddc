export { requireVerifiedEmail } from "./lib/require-verified-email.ts";

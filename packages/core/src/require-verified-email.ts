export { requireVerifiedEmail } from "./lib/guards/require-verified-email.ts";

export { account } from "./lib/es/account.ts";
export { errors } from "./lib/es/errors.ts";
export { forms } from "./lib/es/forms.ts";
export { es } from "./lib/es/locale.ts";
export { mails } from "./lib/es/mails.ts";
export { passkeys } from "./lib/es/passkeys.ts";
export { secondFactor } from "./lib/es/second-factor.ts";

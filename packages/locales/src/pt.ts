export { account } from "./lib/pt/account.ts";
export { errors } from "./lib/pt/errors.ts";
export { forms } from "./lib/pt/forms.ts";
export { pt } from "./lib/pt/locale.ts";
export { mails } from "./lib/pt/mails.ts";
export { passkeys } from "./lib/pt/passkeys.ts";
export { secondFactor } from "./lib/pt/second-factor.ts";

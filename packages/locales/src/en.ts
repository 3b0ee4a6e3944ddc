export { account } from "./lib/en/account.ts";
export { errors } from "./lib/en/errors.ts";
export { forms } from "./lib/en/forms.ts";
export { en } from "./lib/en/locale.ts";
export { mails } from "./lib/en/mails.ts";
export { passkeys } from "./lib/en/passkeys.ts";
export { secondFactor } from "./lib/en/second-factor.ts";

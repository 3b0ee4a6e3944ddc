export { account } from "./lib/de/account.ts";
export { errors } from "./lib/de/errors.ts";
export { forms } from "./lib/de/forms.ts";
export { de } from "./lib/de/locale.ts";
export { mails } from "./lib/de/mails.ts";
export { passkeys } from "./lib/de/passkeys.ts";
export { secondFactor } from "./lib/de/second-factor.ts";

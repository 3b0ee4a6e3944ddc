export { account } from "./lib/fr/account.ts";
export { errors } from "./lib/fr/errors.ts";
export { forms } from "./lib/fr/forms.ts";
export { fr } from "./lib/fr/locale.ts";
export { mails } from "./lib/fr/mails.ts";
export { passkeys } from "./lib/fr/passkeys.ts";
export { secondFactor } from "./lib/fr/second-factor.ts";

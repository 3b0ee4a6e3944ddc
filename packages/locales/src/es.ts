export { account } from "./lib/es/account.ts";
export { errors } from "./lib/es/errors.ts";
export { forms } from "./lib/es/forms.ts";
export { es } from "./lib/es/locale.ts";
export { mails } from "./lib/es/mails.ts";

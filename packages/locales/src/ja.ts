export { account } from "./lib/ja/account.ts";
export { errors } from "./lib/ja/errors.ts";
export { forms } from "./lib/ja/forms.ts";
export { ja } from "./lib/ja/locale.ts";
export { mails } from "./lib/ja/mails.ts";
export { passkeys } from "./lib/ja/passkeys.ts";
export { secondFactor } from "./lib/ja/second-factor.ts";

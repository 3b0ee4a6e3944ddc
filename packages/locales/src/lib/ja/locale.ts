import type { Locale } from "../locale.ts";
import { account } from "./account.ts";
import { errors } from "./errors.ts";
import { forms } from "./forms.ts";
import { mails } from "./mails.ts";
import { passkeys } from "./passkeys.ts";
import { secondFactor } from "./second-factor.ts";

/** All sentences in Japanese. */
export const ja: Locale = { code: "ja", direction: "ltr", errors, forms, account, mails, passkeys, secondFactor };

import type { Locale } from "../locale.ts";
import { account } from "./account.ts";
import { errors } from "./errors.ts";
import { forms } from "./forms.ts";
import { mails } from "./mails.ts";

/** All sentences in Spanish. */
export const es: Locale = { code: "es", direction: "ltr", errors, forms, account, mails };

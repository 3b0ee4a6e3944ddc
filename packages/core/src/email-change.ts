export type { AccountProofInput } from "./lib/mail/account-proof.ts";
export {
  emailChange,
  type EmailChange,
  type EmailChangeMail,
  type EmailChangeNotice,
  type EmailChangeOptions,
  type EmailChangeRequest,
} from "./lib/account/email-change.ts";

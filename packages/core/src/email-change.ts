export type { AccountProofInput } from "./lib/account-proof.ts";
export {
  emailChange,
  type EmailChange,
  type EmailChangeMail,
  type EmailChangeNotice,
  type EmailChangeOptions,
  type EmailChangeRequest,
} from "./lib/email-change.ts";

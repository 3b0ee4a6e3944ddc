import { changeEmailBody, confirmEmailBody, verifyEmailBody } from "../routes/emails.ts";
import { PASSWORD_CHECK, type Descriptions } from "./description.ts";
import { signedInAnswer, success, userAnswer } from "./shapes.ts";

export const emails: Descriptions = {
  "POST /email/send-verification": {
    summary: "Have a mail sent with which to confirm one's address",
    answer: success,
    refuses: ["unauthenticated", "rate_limited"],
  },
  "POST /email/verify": {
    summary: "Confirm one's address with the token of a mail",
    body: verifyEmailBody,
    answer: signedInAnswer,
    refuses: ["unauthenticated", "invalid_token", ...PASSWORD_CHECK],
  },
  "POST /email/change": {
    summary: "Have a mail sent to a new address with which to confirm it",
    body: changeEmailBody,
    answer: success,
    refuses: ["unauthenticated", "invalid_email", ...PASSWORD_CHECK],
  },
  "POST /email/confirm": {
    summary: "Take the new address, with the token of a mail",
    body: confirmEmailBody,
    answer: userAnswer,
    refuses: ["unauthenticated", "invalid_token", "user_exists", ...PASSWORD_CHECK],
  },
};

import { changeEmailBody, confirmEmailBody, verifyEmailBody } from "../routes/emails.ts";
import { CHECKS_PASSWORD, HOLDS_BACK, NEEDS_PROOF, type Descriptions } from "./description.ts";

export const emails: Descriptions = {
  "POST /email/send-verification": {
    id: "sendVerificationEmail",
    tag: "Email",
    summary: "Send a mail to verify the address",
    description: "Sends a mail with a token to the current user. An address that is verified gets none.",
    session: "required",
    answer: "Success",
    done: "The mail is on its way, or not needed.",
    refuses: ["unauthenticated", "rate_limited"],
  },
  "POST /email/verify": {
    id: "verifyEmail",
    tag: "Email",
    summary: "Verify the address",
    description:
      "Verifies the address with the token of a mail, and with a session or the password of the account. " +
      "All sessions of the user end, and a new one opens.",
    session: "optional",
    takesCarrier: true,
    body: verifyEmailBody,
    fields: { password: "Needed only without a session of the account." },
    answer: "SignedIn",
    done: "The address is verified, and the user is signed in.",
    cookie: "set",
    refuses: ["unauthenticated", "invalid_token", ...CHECKS_PASSWORD, "invalid_metadata", ...HOLDS_BACK],
  },
  "POST /email/change": {
    id: "requestEmailChange",
    tag: "Email",
    summary: "Send a mail to a new address",
    description:
      "Sends a mail with a token to the new address. It needs a recent proof. " +
      "The answer does not show whether another account has the address.",
    session: "required",
    body: changeEmailBody,
    fields: { email: "The new address." },
    answer: "Success",
    done: "The mail is on its way.",
    refuses: ["unauthenticated", "invalid_email", ...NEEDS_PROOF, "invalid_metadata"],
  },
  "POST /email/confirm": {
    id: "confirmEmailChange",
    tag: "Email",
    summary: "Change the address",
    description:
      "Changes the address with the token of a mail, and with a session or the password of the account. " +
      "Sessions go on.",
    session: "optional",
    body: confirmEmailBody,
    fields: { password: "Needed only without a session of the account." },
    answer: "UserAnswer",
    done: "The user with the new address.",
    refuses: ["unauthenticated", "invalid_token", "user_exists", ...CHECKS_PASSWORD, "invalid_metadata"],
  },
};

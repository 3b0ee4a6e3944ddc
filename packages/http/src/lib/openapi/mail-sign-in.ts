import { confirmMailProofBody, confirmMailSignInBody, requestMailSignInBody } from "../routes/mail-sign-in.ts";
import { HOLDS_BACK, type Descriptions } from "./description.ts";

const CODE = "The 6 digits of the mail. Spaces do not count.";
const TICKET = "The `ticket` of an earlier answer. Default: the one of the cookie.";

export const mailSignIn: Descriptions = {
  "POST /signin/mail": {
    id: "requestMailSignIn",
    tag: "Mail sign-in",
    summary: "Send a mail to sign in",
    description:
      "Sends a mail with a link and a six-digit code, if an account has the address, or may be made. The answer is " +
      "the same for every address. The code works with its ticket alone: a cookie of the browser that asks, or " +
      "`ticket` in the answer to a client that asked for tokens.",
    session: "none",
    takesCarrier: true,
    body: requestMailSignInBody,
    fields: { ticket: TICKET },
    answer: "MailAsked",
    status: 202,
    done: "If one can sign in with the address, a mail is on its way.",
    cookie: "ticket",
    refuses: ["invalid_email", "rate_limited"],
  },
  "POST /signin/mail/confirm": {
    id: "confirmMailSignIn",
    tag: "Mail sign-in",
    summary: "Sign in by a mail",
    description:
      "Signs in by the token of the link, or by the code in the browser that has asked. It works once. An address " +
      "without an account becomes one, if sign-ups are open. An account whose address was never verified is taken " +
      "over: its password, sessions and ways in are gone.",
    session: "none",
    takesCarrier: true,
    body: confirmMailSignInBody,
    fields: { code: CODE, ticket: TICKET },
    answer: "SignedIn",
    done: "The user is signed in.",
    cookie: "set",
    refuses: [
      "invalid_token",
      "invalid_code",
      "flow_expired",
      "rate_limited",
      "sign_ups_closed",
      "invalid_metadata",
      ...HOLDS_BACK,
    ],
  },
  "POST /prove/mail": {
    id: "requestMailProof",
    tag: "Mail sign-in",
    summary: "Send a code to prove again to be the user",
    description: "Sends a six-digit code to the current user, for this session alone.",
    session: "required",
    answer: "Success",
    status: 202,
    done: "The mail is on its way.",
    refuses: ["unauthenticated", "rate_limited"],
  },
  "POST /prove/mail/confirm": {
    id: "confirmMailProof",
    tag: "Mail sign-in",
    summary: "Prove again to be the user by a code",
    description:
      "Renews the proof of the session by the code of the mail. It opens no session: the token stays the same.",
    session: "required",
    body: confirmMailProofBody,
    fields: { code: CODE },
    answer: "Proof",
    done: "The session is proved.",
    refuses: ["unauthenticated", "invalid_code", "rate_limited"],
  },
};

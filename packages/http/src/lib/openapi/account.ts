import { signInBody, signUpBody } from "../routes/account.ts";
import { deleteMeBody, updateMeBody } from "../routes/own-account.ts";
import { usernameSignInBody, usernameSignUpBody } from "../routes/usernames.ts";
import { NEW_PASSWORD, PASSWORD_CHECK, type Descriptions } from "./description.ts";
import { signedInAnswer, success, userAnswer } from "./shapes.ts";

export const account: Descriptions = {
  "POST /signup": {
    summary: "Make an account and open its first session",
    body: signUpBody,
    answer: signedInAnswer,
    refuses: ["invalid_email", ...NEW_PASSWORD, "invalid_metadata", "sign_ups_closed", "user_exists"],
  },
  "POST /signin": {
    summary: "Open a new session",
    body: signInBody,
    answer: signedInAnswer,
    refuses: ["invalid_email", ...PASSWORD_CHECK],
  },
  "POST /signup/username": {
    summary: "Make an account with a user name and open its first session",
    body: usernameSignUpBody,
    answer: signedInAnswer,
    refuses: [
      "invalid_email",
      "invalid_username",
      ...NEW_PASSWORD,
      "invalid_metadata",
      "sign_ups_closed",
      "user_exists",
      "username_taken",
    ],
  },
  "POST /signin/username": {
    summary: "Open a new session by user name",
    body: usernameSignInBody,
    answer: signedInAnswer,
    refuses: ["invalid_username", ...PASSWORD_CHECK],
  },
  "POST /signout": { summary: "End the session", answer: success, refuses: [] },
  "GET /me": { summary: "Who is signed in", answer: signedInAnswer, refuses: ["unauthenticated"] },
  "PATCH /me": {
    summary: "Replace one's metadata",
    body: updateMeBody,
    answer: userAnswer,
    refuses: ["unauthenticated", "invalid_metadata"],
  },
  "POST /me/delete": {
    summary: "Delete one's account",
    body: deleteMeBody,
    answer: success,
    refuses: ["unauthenticated", ...PASSWORD_CHECK],
  },
};

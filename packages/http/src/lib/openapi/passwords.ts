import { changePasswordBody, forgotPasswordBody, resetPasswordBody } from "../routes/passwords.ts";
import { NEW_PASSWORD, PASSWORD_CHECK, type Descriptions } from "./description.ts";
import { signedInAnswer, success } from "./shapes.ts";

export const passwords: Descriptions = {
  "POST /password/change": {
    summary: "Set a new password, knowing the current one",
    body: changePasswordBody,
    answer: signedInAnswer,
    refuses: ["unauthenticated", ...NEW_PASSWORD, ...PASSWORD_CHECK],
  },
  "POST /password/forgot": {
    summary: "Have a mail sent with which to set a new password, if the address has an account",
    body: forgotPasswordBody,
    answer: success,
    refuses: ["invalid_email", "rate_limited"],
  },
  "POST /password/reset": {
    summary: "Set a new password with the token of a mail",
    body: resetPasswordBody,
    answer: signedInAnswer,
    refuses: ["invalid_token", ...NEW_PASSWORD],
  },
};

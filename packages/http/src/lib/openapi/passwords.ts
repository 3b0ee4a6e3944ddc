import { changePasswordBody, forgotPasswordBody, resetPasswordBody } from "../routes/passwords.ts";
import { HOLDS_BACK, NEEDS_PROOF, SETS_PASSWORD, type Descriptions } from "./description.ts";

export const passwords: Descriptions = {
  "POST /password/change": {
    id: "changePassword",
    tag: "Passwords",
    summary: "Change the password",
    description:
      "Sets a new password. It needs the current one, or of a user without any a session proved in the last " +
      "5 minutes. All sessions of the user end, and a new one opens.",
    session: "required",
    body: changePasswordBody,
    fields: { currentPassword: "The user's current password. A user without a password leaves it out." },
    answer: "SignedIn",
    done: "The password is changed, and the user is signed in.",
    cookie: "set",
    refuses: ["unauthenticated", ...SETS_PASSWORD, ...NEEDS_PROOF, "invalid_metadata"],
  },
  "POST /password/forgot": {
    id: "requestPasswordReset",
    tag: "Passwords",
    summary: "Send a mail to reset the password",
    description: "Sends a mail with a token if an account has the address. The answer is the same for every address.",
    session: "none",
    body: forgotPasswordBody,
    answer: "Success",
    done: "If an account has the address, a mail is on its way.",
    refuses: ["invalid_email", "rate_limited"],
  },
  "POST /password/reset": {
    id: "resetPassword",
    tag: "Passwords",
    summary: "Reset the password",
    description: "Sets a new password with the token of a mail. All sessions of the user end, and a new one opens.",
    session: "none",
    takesCarrier: true,
    body: resetPasswordBody,
    fields: { password: "The new password." },
    answer: "SignedIn",
    done: "The password is set, and the user is signed in.",
    cookie: "set",
    refuses: ["invalid_token", ...SETS_PASSWORD, "invalid_metadata", ...HOLDS_BACK],
  },
};

import { signInBody, signUpBody } from "../routes/account.ts";
import { deleteMeBody, updateMeBody } from "../routes/own-account.ts";
import { usernameSignInBody, usernameSignUpBody } from "../routes/usernames.ts";
import { NEEDS_PROOF, SIGNS_IN, SIGNS_UP, type Descriptions } from "./description.ts";

export const account: Descriptions = {
  "POST /signup": {
    id: "signUp",
    tag: "Account",
    summary: "Sign up",
    description: "Creates an account and opens its first session. A session that the request came with ends.",
    session: "none",
    takesCarrier: true,
    body: signUpBody,
    answer: "SignedIn",
    done: "The account is created, and its user is signed in.",
    cookie: "set",
    refuses: SIGNS_UP,
  },
  "POST /signin": {
    id: "signIn",
    tag: "Account",
    summary: "Sign in",
    description:
      "Opens a new session. An unknown address, a wrong password and a disabled account get the same answer. " +
      "A session that the request came with ends.",
    session: "none",
    takesCarrier: true,
    body: signInBody,
    answer: "SignedIn",
    done: "The user is signed in.",
    cookie: "set",
    refuses: ["invalid_email", ...SIGNS_IN],
  },
  "POST /signup/username": {
    id: "signUpWithUsername",
    tag: "Usernames",
    summary: "Sign up with a user name",
    description:
      "Creates an account with a user name and an e-mail address, and opens its first session. " +
      "A session that the request came with ends.",
    session: "none",
    takesCarrier: true,
    body: usernameSignUpBody,
    answer: "SignedIn",
    done: "The account is created, and its user is signed in.",
    cookie: "set",
    refuses: ["invalid_username", ...SIGNS_UP, "username_taken"],
  },
  "POST /signin/username": {
    id: "signInWithUsername",
    tag: "Usernames",
    summary: "Sign in with a user name",
    description:
      "Opens a new session. An unknown name, a wrong password and a disabled account get the same answer. " +
      "A session that the request came with ends.",
    session: "none",
    takesCarrier: true,
    body: usernameSignInBody,
    answer: "SignedIn",
    done: "The user is signed in.",
    cookie: "set",
    refuses: ["invalid_username", ...SIGNS_IN],
  },
  "POST /signout": {
    id: "signOut",
    tag: "Account",
    summary: "Sign out",
    description:
      "Ends the session of every token in the request and clears the cookie. It also succeeds without a session.",
    session: "optional",
    answer: "Success",
    done: "No session of the request is left.",
    cookie: "cleared",
    refuses: [],
  },
  "GET /me": {
    id: "getCurrentUser",
    tag: "Account",
    summary: "Get the current user",
    description:
      "Returns the user of the session. `token` and `expiresAt` come only with `Session-Carrier: bearer` and a token " +
      "in `Authorization`. A session that is due for renewal gets a new cookie.",
    session: "required",
    takesCarrier: true,
    answer: "SignedIn",
    done: "The current user.",
    cookie: "set",
    refuses: ["unauthenticated"],
  },
  "GET /methods": {
    id: "getMethods",
    tag: "Account",
    summary: "Tell what this server offers",
    description:
      "Names what users can do here, so that a form shows no more than that. A key that is absent is not offered. " +
      "An application can add keys of its own.",
    session: "none",
    answer: "Methods",
    done: "What this server offers.",
    // A Host header that is more than a host.
    refuses: ["invalid_request"],
  },
  "PATCH /me": {
    id: "updateCurrentUser",
    tag: "Account",
    summary: "Replace the user's metadata",
    description: "Replaces all metadata of the current user.",
    session: "required",
    body: updateMeBody,
    answer: "UserAnswer",
    done: "The user with the new metadata.",
    refuses: ["unauthenticated", "invalid_metadata"],
  },
  "POST /me/delete": {
    id: "deleteCurrentUser",
    tag: "Account",
    summary: "Delete the account",
    description: "Deletes the current user with all sessions, API keys and identities. It needs a recent proof.",
    session: "required",
    body: deleteMeBody,
    answer: "Success",
    done: "The account is deleted.",
    cookie: "cleared",
    refuses: ["unauthenticated", ...NEEDS_PROOF, "last_user"],
  },
};

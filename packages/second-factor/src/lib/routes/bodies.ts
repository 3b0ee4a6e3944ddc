import { boolean, object, optional, string } from "valibot";

/** `POST /signin/second-factor`. */
export const signInBody = object({
  code: optional(string()),
  recoveryCode: optional(string()),
  ticket: optional(string()),
  trustDevice: optional(boolean()),
});
/** `POST /signin/second-factor/setup`. */
export const setUpBody = object({ ticket: optional(string()) });
/** `POST /signin/second-factor/confirm`. */
export const confirmToSignInBody = object({ code: string(), ticket: optional(string()) });
/** `POST /second-factor/confirm`. */
export const confirmBody = object({
  code: string(),
  ticket: optional(string()),
  endOtherSessions: optional(boolean()),
});
/** What proves the factor beside a session. */
export const proofBody = object({ code: optional(string()), recoveryCode: optional(string()) });

import { boolean, object, optional, string } from "valibot";
import type { Descriptions } from "./description.ts";

const TAG = "Second factor";
const ticket =
  "The `ticket` of the error or of the setup, for a client without cookies. Default: the one of the cookie.";

/** The error codes of a code that is checked. */
const CHECKS_CODE = ["invalid_code", "invalid_input", "rate_limited"] as const;
/** The same, where a session that was proved by the factor needs no code. */
const NEEDS_FACTOR = ["second_factor_disabled", "proof_required", ...CHECKS_CODE] as const;

/** The routes of `@latchkey/second-factor`. */
export const secondFactor: Descriptions = {
  "POST /signin/second-factor": {
    id: "signInWithSecondFactor",
    tag: TAG,
    summary: "Give the code of the second factor",
    description:
      "The second step of every sign-in that was refused with `second_factor_required`, within 5 minutes. A code " +
      "works once. After 5 wrong ones in an hour none is looked at.",
    session: "none",
    takesCarrier: true,
    body: object({
      code: optional(string()),
      recoveryCode: optional(string()),
      ticket: optional(string()),
      trustDevice: optional(boolean()),
    }),
    fields: { ticket },
    answer: "SignedIn",
    done: "The user is signed in.",
    cookie: "set",
    refuses: ["flow_expired", ...CHECKS_CODE, "invalid_credentials", "email_not_verified", "invalid_metadata"],
  },
  "POST /signin/second-factor/setup": {
    id: "setUpSecondFactorToSignIn",
    tag: TAG,
    summary: "Set up the second factor that a sign-in needs",
    description: "For a sign-in or a sign-up that was refused with `second_factor_setup_required`, within 5 minutes.",
    session: "none",
    takesCarrier: true,
    body: object({ ticket: optional(string()) }),
    fields: { ticket },
    answer: "SecondFactorSetup",
    done: "The secret, which counts once it is confirmed.",
    cookie: "ticket",
    refuses: ["flow_expired", "invalid_credentials"],
  },
  "POST /signin/second-factor/confirm": {
    id: "confirmSecondFactorToSignIn",
    tag: TAG,
    summary: "Confirm that second factor, and sign in",
    description: "Turns the second factor on by the first code of the app, and opens the session. Within 15 minutes.",
    session: "none",
    takesCarrier: true,
    body: object({ code: string(), ticket: optional(string()) }),
    fields: { ticket },
    answer: "SignedInWithCodes",
    done: "The user is signed in. The recovery codes are shown this once.",
    cookie: "set",
    refuses: [
      "flow_expired",
      "invalid_code",
      "second_factor_enabled",
      "invalid_credentials",
      "email_not_verified",
      "invalid_metadata",
      "unauthenticated",
    ],
  },
  "GET /second-factor": {
    id: "getSecondFactor",
    tag: TAG,
    summary: "Tell whether you have a second factor",
    description: "Tells whether there is one, since when, and how many recovery codes are left.",
    session: "required",
    answer: "SecondFactor",
    done: "The second factor of the user.",
    refuses: ["unauthenticated", "invalid_request"],
  },
  "POST /second-factor/setup": {
    id: "setUpSecondFactor",
    tag: TAG,
    summary: "Set up a second factor",
    description:
      "Makes a secret for an app. Nothing is stored before it is confirmed, within 15 minutes. The session must have " +
      "been proved in the last 5 minutes.",
    session: "required",
    takesCarrier: true,
    answer: "SecondFactorSetup",
    done: "The secret, as text, link and QR code.",
    cookie: "ticket",
    refuses: ["unauthenticated", "proof_required", "second_factor_enabled", "invalid_request"],
  },
  "POST /second-factor/confirm": {
    id: "confirmSecondFactor",
    tag: TAG,
    summary: "Turn the second factor on",
    description: "Takes the first code of the app, in the session that has begun the setup.",
    session: "required",
    body: object({ code: string(), ticket: optional(string()), endOtherSessions: optional(boolean()) }),
    fields: { ticket },
    answer: "RecoveryCodes",
    done: "The second factor is on. The recovery codes are shown this once.",
    cookie: "ticket",
    refuses: ["unauthenticated", "flow_expired", "invalid_code", "second_factor_enabled"],
  },
  "POST /second-factor/recovery-codes": {
    id: "replaceRecoveryCodes",
    tag: TAG,
    summary: "Make new recovery codes",
    description:
      "Those from before are void. It takes a code, or a session that was proved by the factor or a passkey in the " +
      "last 5 minutes.",
    session: "required",
    body: object({ code: optional(string()), recoveryCode: optional(string()) }),
    answer: "RecoveryCodes",
    done: "Ten codes, which are shown this once.",
    refuses: ["unauthenticated", ...NEEDS_FACTOR],
  },
  "POST /second-factor/delete": {
    id: "turnSecondFactorOff",
    tag: TAG,
    summary: "Turn the second factor off",
    description:
      "It takes a code, or a session that was proved by the second factor or a passkey in the last 5 minutes.",
    session: "required",
    body: object({ code: optional(string()), recoveryCode: optional(string()) }),
    answer: "Success",
    done: "There is no second factor, and its recovery codes are void.",
    refuses: ["unauthenticated", ...NEEDS_FACTOR],
  },
  "POST /second-factor/forget-devices": {
    id: "forgetDevices",
    tag: TAG,
    summary: "Forget trusted browsers",
    description: "Every browser is asked for a code at the next sign-in.",
    session: "required",
    answer: "Success",
    done: "No browser is trusted.",
    refuses: ["unauthenticated", "second_factor_disabled", "invalid_request"],
  },
  "POST /prove/second-factor": {
    id: "proveBySecondFactor",
    tag: TAG,
    summary: "Prove by a code that you are the user",
    description: "Renews the proof of the session. It opens no session, and the token stays the same.",
    session: "required",
    body: object({ code: optional(string()), recoveryCode: optional(string()) }),
    answer: "Proof",
    done: "The session counts as just proved.",
    refuses: ["unauthenticated", "second_factor_disabled", ...CHECKS_CODE],
  },
};

import type { GenericSchema } from "valibot";
import type { HttpErrorCode } from "../http-error.ts";
import type { AnswerName } from "./schemas.ts";

/** What the document says about a route, apart from its method and path. */
export interface Description {
  /** The `operationId`: the name of the method in a generated client. */
  readonly id: string;
  readonly tag: string;
  /** A few words, in the imperative. */
  readonly summary: string;
  readonly description: string;
  /**
   * Whether the request needs a session. `"optional"`: it makes a difference, but the route answers without one, too.
   */
  readonly session: "required" | "optional" | "none";
  /** Whether the route looks at `Session-Carrier`. */
  readonly takesCarrier?: boolean | undefined;
  /** The schema that the route itself reads its body with. */
  readonly body?: GenericSchema | undefined;
  /** What a field of the body means, where it is not what `FIELDS` says. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** The schema of the answer with status 200. Of a route that answers with a redirect, it is left out. */
  readonly answer?: string | undefined;
  /** The schema itself, under the name `answer`, of a route that describes itself. */
  readonly answerSchema?: GenericSchema | undefined;
  /** What the address may ask for after `?`, of a route that describes itself. */
  readonly query?: GenericSchema | undefined;
  /** The status of the answer. Default: 200. */
  readonly status?: 201 | 202 | undefined;
  /** What status 200 means; without `answer`, what 303 means. */
  readonly done: string;
  /** Whether browsers go to the route, so that refusals are redirects, too. */
  readonly page?: boolean | undefined;
  /** What the answer does to the session cookie, or to the cookies of a flow to a provider and back. */
  readonly cookie?: "set" | "cleared" | "flow" | "landing" | "link" | "ticket" | undefined;
  /** The error codes that are special to this route. Those that all routes share are added. */
  readonly refuses: readonly HttpErrorCode[];
}

/** By method and path: `"POST /signin"`. */
export type Descriptions = Readonly<
  Record<string, Description & { readonly tag: Tag; readonly answer?: AnswerName | undefined }>
>;

export const TAGS = {
  Account: "Sign up, in and out, and manage one account.",
  Usernames: "Sign up and in with a user name.",
  Sessions: "List, extend and end sessions.",
  Passwords: "Change or reset a password.",
  "Mail sign-in": "Sign in by the link or the code of a mail, and prove by one who one is.",
  Email: "Verify or change an e-mail address.",
  "API keys": "Keys for programs that act for a user.",
  Social: "Sign in with accounts at providers, link them, and prove by them who one is.",
  Passkeys: "Sign up, in and prove by passkey, and look after passkeys.",
  "Second factor": "Codes of an app beside the password: set up, sign in, recover.",
  "Service tokens": "Short tokens for other services, and the keys that verify them.",
} as const;

export type Tag = keyof typeof TAGS;

/** The error codes of a route that checks the password of a user with a session or a mail. */
export const CHECKS_PASSWORD: readonly HttpErrorCode[] = [
  "invalid_password",
  "password_too_long",
  "invalid_credentials",
  "rate_limited",
  "overloaded",
];

/** The error codes of a route that needs a recent proof: by the current password, or of the session. */
export const NEEDS_PROOF: readonly HttpErrorCode[] = ["proof_required", ...CHECKS_PASSWORD];

/** The error codes of a session that a second factor holds back. */
export const HOLDS_BACK: readonly HttpErrorCode[] = ["second_factor_required", "second_factor_setup_required"];

/** The error codes of a sign-in. `invalid_metadata`: the claims of the application make the token too long. */
export const SIGNS_IN: readonly HttpErrorCode[] = [
  ...CHECKS_PASSWORD,
  "email_not_verified",
  "invalid_metadata",
  ...HOLDS_BACK,
];

/** The error codes of a route that sets a password. */
export const SETS_PASSWORD: readonly HttpErrorCode[] = [
  "invalid_password",
  "password_too_short",
  "password_too_long",
  "password_too_common",
  "overloaded",
];

/** The error codes of a sign-up. */
export const SIGNS_UP: readonly HttpErrorCode[] = [
  "invalid_email",
  ...SETS_PASSWORD,
  "invalid_metadata",
  "sign_ups_closed",
  "user_exists",
  "rate_limited",
  "second_factor_setup_required",
];

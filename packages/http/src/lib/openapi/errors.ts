import type { HttpErrorCode } from "../http-error.ts";

/** What each error code means: a code without a sentence does not compile. */
export const MEANINGS: Readonly<Record<HttpErrorCode, string>> = {
  invalid_request: "The body is no JSON, or has another shape. `field` names the field at fault.",
  invalid_email: "The e-mail address is not valid, or a change names the current one.",
  invalid_password: "The password is not well-formed text, or a change names the current one.",
  password_too_short: "The password is shorter than the password policy allows.",
  password_too_long: "The password is longer than the password policy allows.",
  password_too_common: "The password is easy to guess, or known from a breach.",
  invalid_metadata:
    "The metadata is not a JSON object, is too large, makes the session token too long, " +
    "or is refused by the application's schema.",
  invalid_username: "The user name is not 3 to 32 letters, digits, `.`, `_` or `-`.",
  invalid_input: "A value is not allowed. `field` names it.",
  invalid_token: "The token of a mail is wrong, used or expired.",
  invalid_credentials:
    "The account is unknown or disabled, or the password is wrong. The answer is the same for all three.",
  unauthenticated: "The request has no valid session.",
  sign_ups_closed: "The server takes no new accounts.",
  forbidden_origin:
    "A page of an origin that is not trusted sent the request, or a request with a cookie names no origin.",
  email_not_verified: "The password is right, but the e-mail address is not verified (`requireVerifiedEmail()`).",
  proof_required: "The user must prove again to be the one: `POST /prove`, or `currentPassword` in the body.",
  second_factor_required: "What was proved is right. `POST /signin/second-factor` takes a code, and opens the session.",
  second_factor_setup_required:
    "What was proved is right. The account needs a second factor: `POST /signin/second-factor/setup` begins.",
  invalid_code: "The code is wrong, was used, or is too old.",
  invalid_passkey: "What the authenticator has sent is malformed, or does not verify.",
  passkey_taken: "The passkey is somebody's already.",
  second_factor_enabled: "The account has a second factor already.",
  second_factor_disabled: "The account has no second factor.",
  link_required:
    "The address that the provider gave has an account. Its owner signs in to it by another way and links the two.",
  email_required: "The provider gave no e-mail address, so no account can be made.",
  identity_taken: "The account at the provider is linked to another user.",
  last_user: "The user is the last one of the pool who is enabled, and the pool keeps one.",
  last_way_in: "The user has no password, and no other way to sign in.",
  access_denied: "The person has refused at the provider.",
  flow_expired:
    "A way in of several steps, as by a provider or a passkey, took too long, has been used, or was begun elsewhere.",
  provider_failed: "The provider did not answer as it should: `onError` gets the error.",
  refused: "A rule of the application refused the action, or a limit of the account is reached.",
  not_found: "Nothing with this path or id exists for this user.",
  method_not_allowed: "The path takes other methods: `Allow` lists them.",
  user_exists: "An account has this e-mail address already.",
  username_taken: "An account has this user name already.",
  payload_too_large: "The body is larger than `bodyLimit`.",
  unsupported_media_type: "The body is not `application/json`.",
  rate_limited: "Too many attempts. `Retry-After` says when to try again.",
  internal: "The application made a mistake: `onError` gets the error.",
  overloaded: "Too many passwords are being hashed. Nothing was counted or done: try again.",
  storage_unavailable: "The database does not answer. Try again.",
};

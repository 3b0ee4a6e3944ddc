import { AuthError } from "@latchkey/core";
import { AuthorizationResponseError, ResponseBodyError } from "oauth4webapi";

/** What providers send when the person refuses: OAuth 2.0 (RFC 6749 §4.1.2.1), Apple, LinkedIn. */
const REFUSED = /^(?:access_denied|user_cancell?ed.*|user_denied)$/;

/**
 * What goes out for an error while a provider is asked. An `AuthError` stays what it is. Everything else is
 * `provider_failed`, and its cause says to the log what went wrong, without what the provider sent.
 */
export function toAuthError(providerId: string, error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  if (error instanceof AuthorizationResponseError && REFUSED.test(error.error))
    return new AuthError("access_denied", "You have refused at the provider");
  const cause = isOfProtocol(error) ? undefined : error;
  return new AuthError("provider_failed", "The provider did not answer as it should", {
    cause: new Error(`${providerId}: ${reasonOf(error)}`, { cause }),
  });
}

/** Whether an error is of oauth4webapi. Its `cause` may hold codes, tokens and claims, so nobody gets it. */
export function isOfProtocol(error: unknown): boolean {
  return String((error as { code?: unknown } | undefined)?.code).startsWith("OAUTH_");
}

/** A sentence for the log. What the provider sent is in it only as an error code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "something that is no Error was thrown";
  if (error instanceof AuthorizationResponseError) return `it sent the browser back with ${codeOf(error.error)}`;
  if (error instanceof ResponseBodyError) return `it answered ${error.status} ${codeOf(error.error)}`;
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return code === undefined || isOfProtocol(error) ? error.message : `${error.message} (${codeOf(code)})`;
}

/** An error code as it may be logged (RFC 6749 §5.2 has the characters). */
function codeOf(code: unknown): string {
  return typeof code === "string" && /^[\w.:-]{1,64}$/.test(code) ? code : "an error without a name";
}

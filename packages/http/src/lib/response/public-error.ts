import { AuthError } from "@latchkey/core";
import { hasStatus, HttpError, STATUS, type HttpErrorCode, type PublicError } from "../http-error.ts";

/** The largest number of seconds that every client can read (RFC 9111 §1.2.2). */
const MAX_SECONDS = 2_147_483_647;

const INTERNAL_ERROR: PublicError = {
  status: STATUS.internal,
  code: "internal",
  message: "Something went wrong",
  field: undefined,
  retryAfter: 1,
};

/**
 * What a client may see of a thrown value, which may be anything. It shows an `AuthError` or `HttpError` of this copy
 * of the package, with a known code and a sentence. Anything else is `internal`: such an error may have been changed
 * after it was made.
 */
export function toPublicError(error: unknown): PublicError {
  try {
    if (!(error instanceof AuthError || error instanceof HttpError)) return INTERNAL_ERROR;
    const { code, message, field } = error;
    if (!hasStatus(code) || code === "internal" || typeof message !== "string") return INTERNAL_ERROR;
    const { retryAfter, methods } = error instanceof AuthError ? error : { retryAfter: undefined, methods: undefined };
    return {
      status: STATUS[code],
      code,
      message,
      field: typeof field === "string" ? field : undefined,
      methods: readTexts(methods),
      retryAfter: readSeconds(retryAfter),
    };
  } catch {
    // A getter or a Proxy threw.
    return INTERNAL_ERROR;
  }
}

/** Codes for which the client is not to blame. */
const TROUBLE: ReadonlySet<HttpErrorCode> = new Set(["internal", "storage_unavailable", "provider_failed"]);

/** Whether an error is the client's. `onError` gets the others. */
export function isExpected({ code }: PublicError): boolean {
  return !TROUBLE.has(code);
}

function readTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
}

function readSeconds(value: unknown): number {
  return typeof value === "number" && value >= 0 && value < Infinity ? Math.min(Math.ceil(value), MAX_SECONDS) : 1;
}

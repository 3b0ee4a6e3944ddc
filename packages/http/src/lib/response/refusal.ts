import { AuthError } from "@latchkey/core";
import { hasStatus, HttpError, STATUS, type HttpErrorCode } from "../http-error.ts";

/** An error as a client may see it. */
export interface Refusal {
  readonly status: number;
  readonly code: HttpErrorCode;
  readonly message: string;
  readonly field: string | undefined;
  /** Whole seconds. */
  readonly retryAfter: number;
}

/** The largest number of seconds that every client can read (RFC 9111 §1.2.2). */
const LONGEST = 2_147_483_647;

export const INTERNAL: Refusal = {
  status: STATUS.internal,
  code: "internal",
  message: "Something went wrong",
  field: undefined,
  retryAfter: 1,
};

/**
 * Reads what was thrown, which may be anything. What is not an `AuthError` or `HttpError` of this copy of the package, with
 * a known code and a sentence, is `internal`: such an error may have been changed since it was made.
 */
export function readRefusal(error: unknown): Refusal {
  try {
    if (!(error instanceof AuthError || error instanceof HttpError)) return INTERNAL;
    const { code, message, field } = error;
    if (!hasStatus(code) || code === "internal" || typeof message !== "string") return INTERNAL;
    const retryAfter = error instanceof AuthError ? error.retryAfter : undefined;
    return {
      status: STATUS[code],
      code,
      message,
      field: typeof field === "string" ? field : undefined,
      retryAfter: readSeconds(retryAfter),
    };
  } catch {
    // A getter or a Proxy threw.
    return INTERNAL;
  }
}

/** Whether a refusal is normal. Storage trouble and unexpected errors are not: `onError` is told of them. */
export function isExpected({ code }: Refusal): boolean {
  return code !== "internal" && code !== "storage_unavailable";
}

function readSeconds(value: unknown): number {
  return typeof value === "number" && value >= 0 && value < Infinity ? Math.min(Math.ceil(value), LONGEST) : 1;
}

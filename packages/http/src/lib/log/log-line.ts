import { plainText } from "./plain-text.ts";
import { isOfDatabase, nameOf, storageCause } from "./storage-causes.ts";

/** Characters of a line. */
const LONGEST = 300;
/** Causes of causes that are looked at: a chain may be a circle. */
const DEEPEST = 5;

/**
 * What went wrong, and what to do about it, in one line of bounded length. Trouble with a database is told in our own words
 * and by its code, since a driver's words may quote data; of other errors the message is told, without
 * addresses of e-mail and long tokens.
 */
export function logLine(error: unknown): string {
  try {
    return bounded(describe(error));
  } catch {
    return "an error that cannot be read";
  }
}

function describe(error: unknown): string {
  if (typeof error !== "object" || error === null)
    return `${typeof error === "string" ? "" : "thrown: "}${withoutData(String(error))}`;
  const chain = causes(error);
  const { code, message } = error as { code?: unknown; message?: unknown };
  const cause = code === "storage_unavailable" || chain.some(isOfDatabase) ? storageCause(chain) : null;
  if (cause) return `storage_unavailable: ${cause.advice} (${cause.sign})`;
  if (code === "storage_unavailable") {
    return `storage_unavailable: storage failed for a reason that only onError is told in full (${nameOf(chain.at(-1)!)})`;
  }
  // JSON.parse quotes what it was given.
  const words =
    typeof message !== "string"
      ? "no message"
      : error instanceof SyntaxError
        ? message.replace(/".*"/s, "[…]")
        : message;
  return `${nameOf(error)}: ${withoutData(words)}`;
}

/** The error and what it comes from. A connection refused at several addresses is an AggregateError. */
function causes(error: object): readonly object[] {
  const chain: object[] = [];
  let next: unknown = error;
  while (typeof next === "object" && next !== null && chain.length < DEEPEST && !chain.includes(next)) {
    chain.push(next);
    const { cause, errors } = next as { cause?: unknown; errors?: unknown };
    next = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return chain;
}

/** Without what may be somebody's: e-mail addresses, URLs with a password, and tokens, which are long. */
function withoutData(message: string): string {
  return message
    .slice(0, 10 * LONGEST)
    .replace(/:\/\/[^/@]*@/g, "://[…]@")
    .replace(/(?:"[^"]*"|[^\s"'<>()]+)(?:@|%40)[^\s"'<>()]+/gi, "[…]")
    .replace(/[\w+=~.-]{32,}/g, "[…]");
}

function bounded(line: string): string {
  const plain = plainText(line);
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

import { plainText } from "./plain-text.ts";
import { adviceFor, causesOf, isDatabaseError, nameOf, storageCause } from "./storage-causes.ts";

/** Characters of a line. */
const MAX_LENGTH = 300;

/**
 * What went wrong and what to do, in one line of limited length. A driver's message may quote data, so a database error
 * gets a sentence of ours, with its code. Other errors keep their message, without e-mail addresses and long tokens.
 */
export function logLine(error: unknown): string {
  try {
    return shortened(describe(error));
  } catch {
    return "an error that cannot be read";
  }
}

function describe(error: unknown): string {
  if (typeof error !== "object" || error === null)
    return `${typeof error === "string" ? "" : "thrown: "}${withoutData(String(error))}`;
  const chain = causesOf(error);
  const { code, message } = error as { code?: unknown; message?: unknown };
  const cause = code === "storage_unavailable" || chain.some(isDatabaseError) ? storageCause(chain) : null;
  if (cause) return `storage_unavailable: ${adviceFor(cause)} (${cause.code})`;
  if (code === "storage_unavailable") {
    return `storage_unavailable: storage failed, see the error that onError gets (${nameOf(chain.at(-1)!)})`;
  }
  // The message is for the client. The package for providers puts what a log may have into the cause.
  if (code === "provider_failed" && chain.length > 1) return `provider_failed: ${messageOf(chain[1]!)}`;
  if (typeof message !== "string") return `${nameOf(error)}: no message`;
  // JSON.parse quotes its input.
  return `${nameOf(error)}: ${withoutData(error instanceof SyntaxError ? message.replace(/".*"/s, "[…]") : message)}`;
}

function messageOf(error: object): string {
  const { message } = error as { message?: unknown };
  return typeof message === "string" ? withoutData(message) : nameOf(error);
}

/** Removes what may be personal or secret: e-mail addresses, URLs with a password, and tokens, which are long. */
function withoutData(message: string): string {
  return message
    .slice(0, 10 * MAX_LENGTH)
    .replace(/:\/\/[^/@]*@/g, "://[…]@")
    .replace(/(?:"[^"]*"|[^\s"'<>()]+)(?:@|%40)[^\s"'<>()]+/gi, "[…]")
    .replace(/[\w+=~.-]{32,}/g, "[…]");
}

function shortened(line: string): string {
  const plain = plainText(line);
  return plain.length <= MAX_LENGTH ? plain : `${plain.slice(0, MAX_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

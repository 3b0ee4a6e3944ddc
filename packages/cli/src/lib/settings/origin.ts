import { isLoopback } from "../loopback.ts";
import { WrongValue } from "./kinds.ts";

/**
 * Reads an origin that credentials are sent to.
 *
 * @throws WrongValue for what is no origin, or not https: a link carries a credential. On this machine http is fine.
 */
export function readOrigin(text: string): string {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url && isSafe && text === url.origin) return text;
  throw new WrongValue("must be an https origin without a path");
}

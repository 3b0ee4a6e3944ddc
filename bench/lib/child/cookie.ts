import type { Answer } from "../asks.ts";
import { visit, type Stage } from "./stage.ts";

/** The bytes that every request carries, with and without the cookie's name, and the Set-Cookie headers of GET /me. */
export async function measureCookie({ entrant, sessions }: Stage): Promise<Answer> {
  const { cookie } = sessions[0]!;
  const cookieBytes = Buffer.byteLength(cookie);
  const values = cookie.split("; ").map((pair) => pair.slice(pair.indexOf("=") + 1));
  const valueBytes = Buffer.byteLength(values.join(""));
  if (!entrant.requests.me) return { cookieBytes, valueBytes, setCookies: null };
  const { response } = await visit(entrant, entrant.requests.me(cookie));
  return { cookieBytes, valueBytes, setCookies: response.headers.getSetCookie().length };
}

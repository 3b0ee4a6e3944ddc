import type { Answer } from "../asks.ts";
import { visit, type Stage } from "./stage.ts";

/** The bytes that every request carries, name included, and the Set-Cookie headers of GET /me. */
export async function measureCookie({ entrant, sessions }: Stage): Promise<Answer> {
  const { cookie } = sessions[0]!;
  const cookieBytes = Buffer.byteLength(cookie);
  if (!entrant.requests.me) return { cookieBytes, setCookies: null };
  const { response } = await visit(entrant, entrant.requests.me(cookie));
  return { cookieBytes, setCookies: response.headers.getSetCookie().length };
}

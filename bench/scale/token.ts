/** Session tokens for rows that SQL has made, written the long way round: what the packages accept is a standard JWS. */

import { createHash, createHmac } from "node:crypto";
import { LIFETIME, sessionId, userId } from "./population.ts";

export const SECRET = "a secret for the bench, of at least 32 bytes";
const kid = createHash("sha256").update(SECRET).digest("base64url").slice(0, 4);
const header = encode({ alg: "HS256", typ: "JWT", kid });

export function tokenOf(session: number, user: number): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = encode({ sub: userId(user), sid: sessionId(session), aud: "users", iat, exp: iat + LIFETIME / 1000 });
  const signature = createHmac("sha256", SECRET).update(`${header}.${claims}`).digest("base64url");
  return `${header}.${claims}.${signature}`;
}

/** The id of the session that a token belongs to. */
export function sessionOf(token: string): string {
  const [, claims = ""] = token.split(".");
  return (JSON.parse(Buffer.from(claims, "base64url").toString()) as { sid: string }).sid;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

import { createHmac } from "node:crypto";
import { CompactSign, decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";
import { expect } from "vitest";
import type { AuthOptions } from "../../src/index.ts";
import { ALICE, SECRET, openAuth, type Fixture } from "../support.ts";

export const utf8 = new TextEncoder();

export const key = utf8.encode(SECRET);

export const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** Alice, her token and its parts; and tokens of our own making that differ from hers in one thing. */
export async function openAlice(options: Partial<AuthOptions> = {}) {
  const fixture = openAuth(options);
  const { token, session } = await fixture.auth.signUp(ALICE);
  const header = decodeProtectedHeader(token) as { alg: string; typ: string; kid: string };
  const claims: JWTPayload = decodeJwt(token);
  const [head, body, signature] = token.split(".") as [string, string, string];
  return {
    ...fixture,
    token,
    session,
    header,
    claims,
    head,
    body,
    signature,
    /** By jose, with the right secret. */
    mint: (claimsText: string | object, changes: object = {}) => {
      const text = typeof claimsText === "string" ? claimsText : JSON.stringify(claimsText);
      return new CompactSign(utf8.encode(text))
        .setProtectedHeader({ ...header, ...changes })
        .sign(key, { crit: { b64: true, exp: true } });
    },
    /** What jose would never write: any two texts under a right HMAC. */
    forge: (headerText: string, claimsText: string, hash = "sha256") => {
      const input = `${base64url(headerText)}.${base64url(claimsText)}`;
      return `${input}.${createHmac(hash, key).update(input).digest("base64url")}`;
    },
  };
}

/** TK12: every bad token has one answer, whatever is wrong with it, and ends nobody's session. */
export async function expectNobody({ auth }: Fixture, token: unknown, why?: string): Promise<void> {
  const given = token as string;
  expect(
    [await auth.verifyToken(given), await auth.getUser(given), await auth.getSession(given), await auth.signOut(given)],
    why,
  ).toEqual([false, null, null, undefined]);
}

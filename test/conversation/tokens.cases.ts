import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, claimsOf, PASSWORD, whoIs, type Answer } from "./client.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export const tokenCases: Cases = {
  async "TK09 a token has one spelling: another that decodes to the same bytes is invalid"(client) {
    const { token, email } = await client.alice();
    const [header, payload, signature] = token.split(".") as [string, string, string];
    const spellings = [
      header,
      payload,
      signature,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `.${payload}.${signature}`,
      `${header}..${signature}`,
      `${token}=`,
      `${token}==`,
      `${token}.`,
      `.${token}`,
      `${token}.${signature}`,
      `${header}=.${payload}.${signature}`,
      `${header}.${payload}.${twin(signature)}`,
      `${twin(header)}.${payload}.${signature}`,
      `${header}.${twin(payload)}.${signature}`,
      token.replace(/.$/, "~"),
      `${header}.${payload}.${signature.slice(0, -1)}`,
      token.toLowerCase(),
      `${token}A`,
    ];
    for (const spelling of spellings) {
      check(spelling !== token, "a spelling is the token itself");
      checkSame(await whoIs(client, bearer(spelling)), null, `as bearer: ${spelling}`);
      checkSame(await whoIs(client, client.cookie(spelling)), null, `as cookie: ${spelling}`);
    }
    checkSame(await whoIs(client, bearer(token)), email, "the token itself");
  },

  async "TK10 a token over 4 KB is refused"(client) {
    const { token } = await client.alice();
    for (const long of [
      `${token}${"A".repeat(4096)}`,
      "A".repeat(5000),
      `${"A".repeat(2500)}.${"B".repeat(2500)}.C`,
      "a.".repeat(2500),
    ]) {
      checkSame(await whoIs(client, bearer(long)), null, `${long.length} characters as bearer`);
      checkSame(await whoIs(client, client.cookie(long)), null, `${long.length} characters as cookie`);
    }
  },

  async "TK11 a token has user, session, pool and times, nothing else, in at most 260 bytes"(client) {
    const { token, user } = await client.signUp({ metadata: { plan: "pro" } });
    const claims = claimsOf(token);
    checkSame(Object.keys(claims).sort(), ["aud", "exp", "iat", "sid", "sub"], "the claims");
    checkSame([claims.sub, claims.aud], [user.id, "users"], "user and pool");
    check(token.length <= 260, `it is ${token.length} bytes long`);
    check(!/example\.com|pro/.test(JSON.stringify(claims)), "the e-mail or the metadata is inside");
  },

  async "TK12 every invalid token gets the same answer"(client) {
    const { token } = await client.signUp();
    await client.send("POST", "/signout", bearer(token));
    const [header, payload, signature] = token.split(".") as [string, string, string];
    const { alg: _, ...rest } = JSON.parse(atob(header));
    const bad = [
      "gibberish",
      "a.b.c",
      token,
      `${header}.${payload}.${signature.slice(1)}A`,
      `${header}.${encode({ ...claimsOf(token), exp: 1 })}.${signature}`,
      `${encode({ ...rest, alg: "none" })}.${payload}.`,
      `${encode({ ...rest, alg: "HS512" })}.${payload}.${signature}`,
      `${encode({ ...rest, alg: "HS256", kid: "../../dev/null" })}.${payload}.${signature}`,
      `${encode({ ...rest, alg: "HS256", jwk: { kty: "oct", k: "AA" } })}.${payload}.${signature}`,
      `${encode({ ...rest, alg: "HS256", crit: ["b64"], b64: false })}.${payload}.${signature}`,
      "a.b.c.d.e",
      `${header}.${encode([])}.${signature}`,
      `${header}.${encode(null)}.${signature}`,
      "e30.e30.",
      "x".repeat(4097),
    ];
    const first = await client.get("/me");
    for (const one of bad) {
      for (const headers of [bearer(one), client.cookie(one)])
        checkSame(outward(await client.get("/me", headers)), outward(first), one.slice(0, 80));
    }
  },

  async "TK14 a malformed Authorization is 401, never 500"(client) {
    const { token } = await client.alice();
    const malformed = [
      "",
      " ",
      "Bearer",
      "Bearer ",
      "bearer\t",
      token,
      `Bearer${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer,${token}`,
      `Bearer "${token}"`,
      `Bearer token=${token}`,
      `Token ${token}`,
      `Basic ${btoa(`user:${token}`)}`,
      `Bearer\t${token}`,
      `Bearer Bearer ${token}`,
      `Digest username="${token}"`,
      "Bearer \u00ff\u00fe",
      "Bearer ../../etc/passwd",
      "Bearer %00",
      `Bearer ${"=".repeat(300)}`,
      "JWT",
      "{}",
    ];
    for (const authorization of malformed)
      checkSame(await whoIs(client, { authorization }), null, JSON.stringify(authorization));
  },

  async "TK15 a token in the URL, the body or another header does not count"(client) {
    const { token, email } = await client.alice();
    for (const name of ["token", "access_token", "auth", "jwt", "session", "latchkey_session", "authorization"]) {
      checkSame(await whoIs(client, { [`x-${name.replace("_", "-")}`]: token }, name), null, `the header x-${name}`);
      const answer = await client.get(`/me?${name}=${token}&${client.cookieName}=${token}`);
      checkSame(answer.status, 401, `the parameter ${name}`);
    }
    const body = { token, access_token: token, [client.cookieName]: token };
    await client.post("/signout", body);
    await client.post(`/signout?token=${token}`, { ...body, email, password: PASSWORD });
    checkSame(await whoIs(client, bearer(token)), email, "the session after a sign-out that had the token in its body");
  },
};

/** Another last character that decodes to the same bytes: it differs only in bits that base64 ignores. */
function twin(encoded: string): string {
  const last = ALPHABET.indexOf(encoded.at(-1)!);
  return encoded.slice(0, -1) + ALPHABET[last ^ 1]!;
}

function encode(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What a client sees of an answer, without the date. */
function outward({ status, headers, text }: Answer): unknown {
  return { status, text, headers: [...headers].filter(([name]) => name !== "date") };
}

import { createHmac } from "node:crypto";
import fc from "fast-check";
import {
  CompactEncrypt,
  CompactSign,
  FlattenedSign,
  UnsecuredJWT,
  decodeJwt,
  decodeProtectedHeader,
  jwtVerify,
  type JWTPayload,
} from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { createAuth, type AuthOptions } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { decodeText, encodeText } from "../../src/lib/encoding/base64url.ts";
import { ALICE, SECRET, listening, openAuth, refusal, unreachable, type Fixture } from "../support.ts";

const utf8 = new TextEncoder();
const key = utf8.encode(SECRET);
const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** Alice, her token and its parts; and tokens of our own making that differ from hers in one thing. */
async function openAlice(options: Partial<AuthOptions> = {}) {
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

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** TK12: every bad token has one answer, whatever is wrong with it, and ends nobody's session. */
async function expectNobody({ auth }: Fixture, token: unknown, why?: string): Promise<void> {
  const given = token as string;
  expect(
    [await auth.verifyToken(given), await auth.getUser(given), await auth.getSession(given), await auth.signOut(given)],
    why,
  ).toEqual([false, null, null, undefined]);
}

let alice: Awaited<ReturnType<typeof openAlice>>;
beforeEach(async () => {
  alice = await openAlice();
});

describe("a session token", () => {
  it("P33 is an HS256 JWT that any JWT tool verifies from the raw secret", async () => {
    const { payload, protectedHeader } = await jwtVerify(alice.token, key, {
      algorithms: ["HS256"],
      audience: "users",
      typ: "JWT",
      currentDate: new Date(alice.clock.now()),
      requiredClaims: ["sub", "sid", "aud", "iat", "exp"],
    });
    expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT", kid: expect.any(String) });
    expect(payload.sub).toBe(alice.session.userId);
    expect(payload.sid).toBe(alice.session.id);
  });

  it("P33 is taken back when jose has made it, so the refusals below are for what they name", async () => {
    const minted = await alice.mint(alice.claims);
    expect(minted).toBe(alice.token);
    expect(alice.forge(JSON.stringify(alice.header), JSON.stringify(alice.claims))).toBe(alice.token);
    expect(await alice.auth.getUser(minted)).toMatchObject({ email: ALICE.email });
    expect(await alice.auth.getUser(await alice.mint({ ...alice.claims, role: "reader" }))).toMatchObject({
      email: ALICE.email,
    });
  });

  it("TK11 holds no e-mail and no metadata, only ids and moments", async () => {
    const { auth } = openAuth();
    const { token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(["aud", "exp", "iat", "sid", "sub"]);
    expect(Buffer.from(token.split(".")[1]!, "base64url").toString()).not.toMatch(/alice|example|pro/);
  });

  it("TK11 holds what the application chose besides, in signing up, in and looking", async () => {
    const { auth } = openAuth({
      claims: ({ email, metadata }) => ({ email, tenant: { plan: metadata?.plan }, name: "Zoë 🦊" }),
    });
    const { token } = await auth.signUp({ ...ALICE, metadata: { plan: "pro" } });
    const chosen = { email: ALICE.email, tenant: { plan: "pro" }, name: "Zoë 🦊" };
    expect(decodeJwt(token)).toMatchObject(chosen);
    expect((await auth.getSession(token))?.claims).toMatchObject(chosen);
    expect(decodeJwt((await auth.signIn(ALICE)).token)).toMatchObject(chosen);
  });

  it.each(["sub", "sid", "aud", "iat", "exp", "iss", "nbf", "jti"])(
    "Y09 the reserved claim %s cannot be overridden",
    async (name) => {
      for (const value of ["admin", undefined, null]) {
        const { auth } = openAuth({ claims: () => ({ [name]: value }) });
        await expect(auth.signUp(ALICE)).rejects.toThrow(
          new TypeError(`claims must not set the reserved name "${name}"`),
        );
      }
    },
  );

  it("Y09 nor by a toJSON of the chosen claims", async () => {
    const { auth } = openAuth({ claims: () => ({ toJSON: () => ({ sub: "admin" }) }) });
    const token = await auth.signUp(ALICE).then(
      (answer) => answer.token,
      () => null,
    );
    if (token !== null)
      expect(decodeJwt(token)).toMatchObject({ sub: expect.stringMatching(/^[\da-f-]{36}$/), aud: "users" });
  });

  it("TK10 is never issued above 4096 characters", async () => {
    const { auth, storage } = openAuth({ claims: () => ({ filler: "x".repeat(4096) }) });
    await expect(auth.signUp(ALICE)).rejects.toThrow(TypeError);
    expect(await storage.users.findByEmail("users", ALICE.email)).toBeNull();
  });

  it("P26 TK15 is checked without any storage read, and only as the text itself", async () => {
    const deaf = createAuth({ storage: unreachable(), secret: SECRET, now: alice.clock.now });
    expect(await deaf.verifyToken(alice.token)).toBe(true);
    expect(await deaf.verifyToken(alice.head)).toBe(false);
    const { token } = alice;
    for (const carrier of [
      `https://app.example/?token=${token}`,
      `token=${token}`,
      `Bearer ${token}`,
      { token },
      [token],
      new String(token),
      utf8.encode(token),
    ]) {
      await expectNobody(alice, carrier);
    }
  });

  it("P26 stays true after signing out, which only storage knows", async () => {
    await alice.auth.signOut(alice.token);
    expect(await alice.auth.verifyToken(alice.token)).toBe(true);
    expect(await alice.auth.getUser(alice.token)).toBeNull();
  });

  it("P29 lasts 7 days, and exp, session and row agree on the moment", async () => {
    const { exp, iat, sid } = alice.claims as { exp: number; iat: number; sid: string };
    expect(iat).toBe(Math.floor(alice.clock.now() / 1000));
    expect(exp - iat).toBe(604_800);
    const row = await alice.storage.sessions.find(sid);
    expect(row?.session.expiresAt.getTime()).toBe(exp * 1000);
    expect(alice.session.expiresAt).toBe(new Date(exp * 1000).toISOString());
    expect(alice.auth.session.lifetime).toBe(604_800);

    alice.clock.advance(604_800 - 0.001);
    expect([await alice.auth.verifyToken(alice.token), (await alice.auth.getUser(alice.token))?.email]).toEqual([
      true,
      ALICE.email,
    ]);
    alice.clock.advance(0.001);
    await expectNobody(alice, alice.token, "at its last moment");
  });

  it("P29 lasts as long as it is told to, also from the middle of a second", async () => {
    const { auth, clock } = openAuth({ session: { lifetime: 60 } });
    clock.advance(0.75);
    const { token, session } = await auth.signUp(ALICE);
    const { exp, iat } = decodeJwt(token) as { exp: number; iat: number };
    expect(exp - iat).toBe(60);
    expect(Date.parse(session.expiresAt)).toBe(exp * 1000);
    clock.advance(59.25 - 0.001);
    expect(await auth.getUser(token)).not.toBeNull();
    clock.advance(0.001);
    expect(await auth.getUser(token)).toBeNull();
  });
});

describe("a token that is nobody's", () => {
  it("P06 TK12 comes from a project with another secret", async () => {
    const other = await openAlice({ secret: `${SECRET}!` });
    await expectNobody(alice, other.token);
    const sameHeader = await new CompactSign(utf8.encode(JSON.stringify(alice.claims)))
      .setProtectedHeader(alice.header)
      .sign(utf8.encode(`${SECRET}!`));
    await expectNobody(alice, sameHeader);
  });

  it("Y02 comes from another pool, even with equal secret and storage", async () => {
    const admins = createAuth({
      storage: alice.storage,
      secret: SECRET,
      pool: "admins",
      passwords: fastHasher(),
      now: alice.clock.now,
    });
    await expectNobody({ ...alice, auth: admins }, alice.token);
    const { token } = await admins.signUp(ALICE);
    await expectNobody(alice, token);
    expect(await admins.getUser(token)).toMatchObject({ email: ALICE.email });
    const disguised = await alice.mint({ ...decodeJwt<JWTPayload>(token), aud: "users" });
    expect(await alice.auth.getUser(disguised)).toBeNull();
  });

  it("TK01 has another algorithm, or none", async () => {
    const { claims, header } = alice;
    const none = new UnsecuredJWT(claims).encode();
    await expectNobody(alice, none);
    await expectNobody(alice, `${none}${alice.signature}`);
    for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
      const head = base64url(JSON.stringify({ ...header, alg }));
      await expectNobody(alice, `${head}.${alice.body}.`, alg);
      await expectNobody(alice, `${head}.${alice.body}.${alice.signature}`, alg);
    }
    const long = "x".repeat(64);
    const strong = await openAlice({ secret: long });
    for (const [alg, hash] of [
      ["HS384", "sha384"],
      ["HS512", "sha512"],
    ] as const) {
      const minted = await new CompactSign(utf8.encode(JSON.stringify(strong.claims)))
        .setProtectedHeader({ ...strong.header, alg })
        .sign(utf8.encode(long));
      await expectNobody(strong, minted, alg);
      await expectNobody(alice, alice.forge(JSON.stringify({ ...header, alg }), JSON.stringify(claims), hash), alg);
    }
    for (const alg of ["hs256", "HS256 ", "RS256", "ES256", "EdDSA"]) {
      await expectNobody(alice, alice.forge(JSON.stringify({ ...header, alg }), JSON.stringify(claims)), alg);
    }
  });

  it("TK02 brings its own key, or a key id that is not ours", async () => {
    const mine = { kty: "oct", k: Buffer.from(SECRET).toString("base64url"), alg: "HS256" };
    for (const changes of [
      { jwk: mine },
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example/cert" },
      { x5c: ["MIIB"] },
    ]) {
      await expectNobody(alice, await alice.mint(alice.claims, changes), JSON.stringify(changes));
    }
    const { kid } = alice.header;
    for (const odd of [
      undefined,
      "",
      "other",
      `${kid} `,
      "../../dev/null",
      "' or 1=1 --",
      "__proto__",
      "constructor",
    ]) {
      await expectNobody(alice, await alice.mint(alice.claims, { kid: odd }), `kid ${odd}`);
    }
    for (const odd of [null, 0, [kid], { kid }]) {
      await expectNobody(
        alice,
        alice.forge(JSON.stringify({ ...alice.header, kid: odd }), JSON.stringify(alice.claims)),
        `kid ${JSON.stringify(odd)}`,
      );
    }
    for (const header of ["toString", "__proto__", "constructor", ""]) {
      await expectNobody(alice, `${header}.${alice.body}.${alice.signature}`, header);
    }
  });

  it("TK03 has critical extensions, is encrypted, or nests another", async () => {
    await expectNobody(alice, await alice.mint(alice.claims, { crit: ["b64"], b64: true }), "crit b64: true");
    await expectNobody(alice, await alice.mint(alice.claims, { crit: ["exp"], exp: 1 }), "crit exp");
    await expectNobody(alice, await alice.mint(alice.claims, { b64: true }), "b64 alone");
    const raw = JSON.stringify(alice.claims);
    const unencoded = await new FlattenedSign(utf8.encode(raw))
      .setProtectedHeader({ ...alice.header, b64: false, crit: ["b64"] })
      .sign(key);
    await expectNobody(alice, `${unencoded.protected}.${raw}.${unencoded.signature}`, "b64: false");
    await expectNobody(alice, `${unencoded.protected}..${unencoded.signature}`, "b64: false, detached");
    await expectNobody(alice, `${alice.head}..${alice.signature}`, "detached");

    for (const plain of [raw, alice.token]) {
      const encrypted = await new CompactEncrypt(utf8.encode(plain))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", cty: "JWT" })
        .encrypt(key.slice(0, 32));
      await expectNobody(alice, encrypted, "JWE");
    }
    await expectNobody(alice, await alice.mint(alice.token), "a token in a token");
    await expectNobody(alice, await alice.mint(alice.token, { cty: "JWT" }), "a token in a token, with cty");
    await expectNobody(
      alice,
      JSON.stringify({ payload: alice.body, protected: alice.head, signature: alice.signature }),
      "JSON serialisation",
    );
  });

  it("TK04 has no exp, or one that is no moment", async () => {
    const { exp: _, ...rest } = alice.claims;
    await expectNobody(alice, await alice.mint(rest), "no exp");
    for (const exp of [
      null,
      "9999999999",
      String(alice.claims.exp),
      true,
      [alice.claims.exp],
      {},
      0,
      -1,
      alice.claims.iat,
      Math.floor(alice.clock.now() / 1000),
    ]) {
      await expectNobody(alice, await alice.mint({ ...rest, exp }), `exp ${JSON.stringify(exp)}`);
    }
    const text = JSON.stringify(alice.claims);
    for (const exp of ["1e999", "-1e999", "Infinity", "NaN", "0x7fffffff", "1_000_000_000_000"]) {
      await expectNobody(alice, await alice.mint(text.replace(/"exp":\d+/, `"exp":${exp}`)), `exp ${exp}`);
    }
  });

  it("TK04 was issued in the future, or at no moment; a clock a minute ahead is forgiven", async () => {
    const now = alice.clock.now() / 1000;
    const { iat: _, ...rest } = alice.claims;
    await expectNobody(alice, await alice.mint(rest), "no iat");
    for (const iat of [now + 61, 1e15, null, "0", true, [now]])
      await expectNobody(alice, await alice.mint({ ...rest, iat }), `iat ${JSON.stringify(iat)}`);
    await expectNobody(
      alice,
      await alice.mint(JSON.stringify(alice.claims).replace(/"iat":\d+/, '"iat":-1e999')),
      "iat -1e999",
    );
    expect(await alice.auth.getUser(await alice.mint({ ...rest, iat: now + 60 }))).not.toBeNull();
  });

  it("TK04 is for another audience", async () => {
    const { aud: _, ...rest } = alice.claims;
    await expectNobody(alice, await alice.mint(rest), "no aud");
    for (const aud of ["admins", "Users", "", null, ["users"], ["users", "admins"], { users: true }]) {
      await expectNobody(alice, await alice.mint({ ...rest, aud }), `aud ${JSON.stringify(aud)}`);
    }
  });

  it("TK04 TK05 is of another type or from another issuer", async () => {
    for (const typ of [undefined, "jwt", "at+jwt", "JOSE", "reset+jwt", ""]) {
      await expectNobody(alice, await alice.mint(alice.claims, { typ }), `typ ${typ}`);
    }
    for (const extra of [
      { iss: "https://issuer.example" },
      { iss: "" },
      { iss: null },
      { jti: "1" },
      { nbf: 0 },
      { nbf: 99999999999 },
    ]) {
      await expectNobody(alice, await alice.mint({ ...alice.claims, ...extra }), JSON.stringify(extra));
    }
  });

  it("TK04 names no user or no session", async () => {
    const { sub, sid, ...rest } = alice.claims as { sub: string; sid: string };
    for (const odd of [
      undefined,
      null,
      "",
      1,
      [sub],
      {},
      sub.toUpperCase(),
      `${sub} `,
      `${sub}\n`,
      "' or 1=1 --",
      "__proto__",
    ]) {
      await expectNobody(alice, await alice.mint({ ...rest, sid, sub: odd }), `sub ${JSON.stringify(odd)}`);
    }
    for (const odd of [undefined, null, "", 1, [sid], {}, `${sid} `, `${sid}\n`, sid.slice(1), "' or 1=1 --"]) {
      await expectNobody(alice, await alice.mint({ ...rest, sub, sid: odd }), `sid ${JSON.stringify(odd)}`);
    }
    const bob = await alice.auth.signUp({ ...ALICE, email: "bob@example.com" });
    const crossed = await alice.mint({ ...rest, sub, sid: decodeJwt(bob.token).sid });
    expect([await alice.auth.getUser(crossed), await alice.auth.signOut(crossed)]).toEqual([null, undefined]);
    expect(await alice.auth.getUser(bob.token)).not.toBeNull();
  });

  it("TK12 says something other than an object", async () => {
    for (const text of ["null", "[]", "1", '"text"', "true", "", " ", "{", "\u0000", JSON.stringify([alice.claims])]) {
      await expectNobody(alice, await alice.mint(text), JSON.stringify(text));
    }
    const badUtf8 = new CompactSign(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])).setProtectedHeader(alice.header);
    await expectNobody(alice, await badUtf8.sign(key), "ill-formed UTF-8");
  });

  it("ID10 pollutes nothing with what it says", async () => {
    const text = JSON.stringify(alice.claims).replace(
      "{",
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    await alice.auth.getSession(await alice.mint(text));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("TK12 is nothing at all", async () => {
    for (const nothing of [
      undefined,
      null,
      "",
      " ",
      ".",
      "..",
      "...",
      0,
      1,
      true,
      {},
      [],
      Symbol("token"),
      () => alice.token,
    ])
      await expectNobody(alice, nothing);
  });
});

describe("one spelling", () => {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  it("TK09 the unused bits of the last character must be the ones we wrote", async () => {
    const { head, body, signature } = alice;
    expect(signature).toHaveLength(43);
    const last = ALPHABET.indexOf(signature.at(-1)!);
    for (const bits of [1, 2, 3]) {
      const respelt = `${signature.slice(0, -1)}${ALPHABET[last ^ bits]}`;
      expect(Buffer.from(respelt, "base64url")).toEqual(Buffer.from(signature, "base64url"));
      await expectNobody(alice, `${head}.${body}.${respelt}`, `bits ${bits}`);
    }
  });

  it("TK09 no padding, no other alphabet, no whitespace, no further parts", async () => {
    // Twenty tokens, so that '-' and '_' do occur.
    const tokens = [alice.token];
    for (let more = 0; more < 20; more++) tokens.push((await alice.auth.signIn(ALICE)).token);
    expect(tokens.some((token) => token.includes("-")) && tokens.some((token) => token.includes("_"))).toBe(true);
    for (const token of tokens) {
      const [head, body, signature] = token.split(".");
      const spellings = [
        `${token}=`,
        `${token}==`,
        `${head}=.${body}.${signature}`,
        `${head}.${body}=.${signature}`,
        `${head}.${body}==.${signature}`,
        token.replaceAll("-", "+"),
        token.replaceAll("_", "/"),
        token.replaceAll("-", "+").replaceAll("_", "/"),
        token.replaceAll("-", "%2D"),
        token.replaceAll(".", "%2E"),
        ` ${token}`,
        `${token} `,
        `${token}\n`,
        `${token}\r\n`,
        `\ufeff${token}`,
        `${token}\0`,
        `${head}.${body} .${signature}`,
        `${head}\n.${body}.${signature}`,
        `${token}.`,
        `.${token}`,
        `${head}..${body}.${signature}`,
        `${head}.${body}..${signature}`,
        `${token}.${signature}`,
        `${head}.${body}.`,
        `${head}.${body}`,
        `${head}.${body}.${signature}${signature}`,
        token.toLowerCase(),
        token.toUpperCase(),
        `"${token}"`,
        token.normalize().replace("e", "е"),
      ];
      for (const spelling of new Set(spellings))
        if (spelling !== token) await expectNobody(alice, spelling, JSON.stringify(spelling));
    }
    expect(await alice.auth.getUser(alice.token)).not.toBeNull();
  });

  describe("F31 TK09 a payload that is spelt otherwise is nobody's, even under a right signature (RFC 7515 §5.2)", () => {
    /** A token of which only the payload's spelling is odd. */
    const respell = (payload: string) => {
      const input = `${alice.head}.${payload}`;
      return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
    };
    const claims = (more: object = {}) => Buffer.from(JSON.stringify({ ...alice.claims, ...more }));
    /** Of so many bytes more than a multiple of three. */
    const claimsOf = (rest: number) =>
      [0, 1, 2].map((more) => claims({ filler: "x".repeat(more) })).find(({ length }) => length % 3 === rest)!;

    it("with padding", async () => {
      for (const [rest, padding] of [
        [1, "=="],
        [2, "="],
      ] as const) {
        const payload = claimsOf(rest).toString("base64url");
        expect(await alice.auth.verifyToken(respell(payload))).toBe(true);
        for (const end of ["=", "==", padding]) await expectNobody(alice, respell(payload + end), end);
      }
      await expectNobody(alice, respell(`${claimsOf(0).toString("base64url")}=`));
    });

    it("with white space", async () => {
      const payload = claimsOf(0).toString("base64url");
      for (const space of [" ", "\n", "\r\n", "\t", "\f", "\u00a0", "\u2003", "\ufeff"]) {
        for (const at of [0, 4, payload.length])
          await expectNobody(
            alice,
            respell(payload.slice(0, at) + space + payload.slice(at)),
            JSON.stringify([space, at]),
          );
      }
    });

    it("in the other alphabet", async () => {
      const bytes = claims({ filler: "~~~???>>>\u00fe\u00ff\u{1f98a}".repeat(4) });
      const payload = bytes.toString("base64url");
      expect([/[-]/.test(payload), /_/.test(payload)]).toEqual([true, true]);
      expect(await alice.auth.verifyToken(respell(payload))).toBe(true);
      for (const other of [
        payload.replaceAll("-", "+"),
        payload.replaceAll("_", "/"),
        bytes.toString("base64").replaceAll("=", ""),
      ])
        await expectNobody(alice, respell(other), other);
    });

    it("with unused bits that are not zero (RFC 4648 §3.5)", async () => {
      for (const [rest, unused] of [
        [1, 15],
        [2, 3],
      ] as const) {
        const payload = claimsOf(rest).toString("base64url");
        const last = ALPHABET.indexOf(payload.at(-1)!);
        for (let bits = 1; bits <= unused; bits++) {
          const other = payload.slice(0, -1) + ALPHABET[last | bits];
          expect(Buffer.from(other, "base64url")).toEqual(claimsOf(rest));
          await expectNobody(alice, respell(other), `${rest} ${bits}`);
        }
      }
    });

    it("with a lone character at the end", async () => {
      for (const letter of "Aa0_")
        await expectNobody(alice, respell(claimsOf(0).toString("base64url") + letter), letter);
    });

    it("with a BOM, or in other than UTF-8 (RFC 7519 §7.1, RFC 8259 §8.1)", async () => {
      const bom = Buffer.from([0xef, 0xbb, 0xbf]);
      for (const text of [claims(), claims({ name: "Zoë" })]) {
        expect(await alice.auth.verifyToken(respell(text.toString("base64url")))).toBe(true);
        await expectNobody(alice, respell(Buffer.concat([bom, text]).toString("base64url")), "BOM");
      }
      const utf16 = Buffer.from(JSON.stringify(alice.claims), "utf16le");
      await expectNobody(alice, respell(utf16.toString("base64url")), "UTF-16");
      for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe9]]) {
        const odd = Buffer.concat([
          claims().subarray(0, -1),
          Buffer.from(',"n":"'),
          Buffer.from(bytes),
          Buffer.from('"}'),
        ]);
        await expectNobody(alice, respell(odd.toString("base64url")), String(bytes));
      }
    });

    it("whatever the spelling, what is read back is what was signed", () => {
      fc.assert(
        fc.property(
          fc.string({ unit: "binary" }),
          fc.constantFrom("", "=", "==", " ", "+", "/", "\n", "A", "w"),
          fc.nat(),
          (text, odd, place) => {
            const encoded = encodeText(text);
            expect(decodeText(encoded)).toBe(Buffer.from(encoded, "base64url").toString());
            const at = place % (encoded.length + 1);
            const other = encoded.slice(0, at) + odd + encoded.slice(at);
            const read = attempt(() => decodeText(other));
            if (read !== null) expect(encodeText(read)).toBe(other);
          },
        ),
        { numRuns: 1000 },
      );
    });
  });

  it("TK09 no single character can be changed, removed or added", async () => {
    const { auth, token } = alice;
    const character = fc.oneof(
      fc.constantFrom(...ALPHABET, ".", "=", "+", "/", " "),
      fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), character, fc.constantFrom(0, 1), async (at, letter, removed) => {
        const changed = token.slice(0, at) + letter + token.slice(at + removed);
        fc.pre(changed !== token);
        expect(await auth.verifyToken(changed)).toBe(false);
        expect(await auth.verifyToken(token.slice(0, at) + token.slice(at + 1))).toBe(false);
      }),
      { numRuns: 800 },
    );
  });

  it("TK09 no text is a token by chance", async () => {
    const part = fc.stringMatching(/^[\w-]{0,60}$/);
    const text = fc.oneof(
      fc.string(),
      fc.tuple(part, part, part).map((parts) => parts.join(".")),
      part.map((end) => `${alice.head}.${alice.body}.${end}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (candidate) => {
        expect(await alice.auth.verifyToken(candidate)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("TK10 above 4096 characters nothing is read, even under a right signature", async () => {
    const room = (4096 - alice.token.length) * 0.75;
    const [fits, tooLong] = await Promise.all(
      [room - 40, room + 40].map((size) => alice.mint({ ...alice.claims, filler: "x".repeat(size) })),
    );
    expect(fits!.length).toBeLessThanOrEqual(4096);
    expect(tooLong!.length).toBeGreaterThan(4096);
    expect(await alice.auth.verifyToken(fits!)).toBe(true);
    await expectNobody(alice, tooLong);
    await expectNobody(alice, `${alice.token}${"x".repeat(5_000_000)}`);
    await expectNobody(alice, ".".repeat(5_000_000));
  });
});

describe("secrets", () => {
  const bytes = (length: number) => new Uint8Array(length).fill(7);
  const open = (secret: unknown) => createAuth({ storage: memoryStorage(), secret: secret as string });

  it("TK07 under 32 bytes refuse to start, with a sentence that helps", () => {
    for (const secret of [
      0,
      {},
      [],
      true,
      " ",
      "x".repeat(31),
      bytes(31),
      bytes(0),
      Buffer.alloc(31),
      bytes(64).buffer,
    ]) {
      expect(() => open(secret), String(secret)).toThrow(TypeError);
    }
    expect(() => open({})).toThrow(/secret must be text, bytes or a ring.*npx latchkey secret/);
    expect(() => open("x".repeat(31))).toThrow(/31 bytes.*at least 32/);
    for (const secret of ["x".repeat(32), bytes(32), Buffer.alloc(32, 1)]) expect(() => open(secret)).not.toThrow();
  });

  it("TK07 count bytes, not characters", () => {
    expect(() => open("é".repeat(16))).not.toThrow();
    expect(() => open("é".repeat(15))).toThrow(/30 bytes/);
    expect(() => open("🦊".repeat(8))).not.toThrow();
    expect(() => open("🦊".repeat(7))).toThrow(/28 bytes/);
  });

  it("TK07 also within a ring, at any place", () => {
    const good = { id: "good", secret: "x".repeat(32) };
    for (const secret of ["x".repeat(31), bytes(31), 0, true, {}]) {
      expect(() => open([{ id: "new", secret }])).toThrow(TypeError);
      expect(() => open([good, { id: "old", secret }])).toThrow(TypeError);
    }
  });

  it("TK08 of a ring have one id each, and a plain one", () => {
    const secret = "x".repeat(32);
    for (const id of [undefined, null, "", 1, " ", "a b", "é", "a/b", "x".repeat(65), "a\n"])
      expect(() => open([{ id, secret }]), String(id)).toThrow(/needs an id/);
    for (const entry of [secret, null, undefined, []]) expect(() => open([entry])).toThrow(TypeError);
    expect(() =>
      open([
        { id: "a", secret },
        { id: "a", secret: `${secret}2` },
      ]),
    ).toThrow(/two secrets of the ring have the id "a"/);
    for (const id of ["a", "2030-01", "v1.2_x", "x".repeat(64)]) expect(() => open([{ id, secret }])).not.toThrow();
  });

  it("are copied: whoever changes the bytes afterwards changes nothing", async () => {
    const secret = Buffer.alloc(32, 9);
    const { auth, clock } = openAuth({ secret });
    secret.fill(0);
    const { token } = await auth.signUp(ALICE);
    await expect(jwtVerify(token, Buffer.alloc(32, 9), { currentDate: new Date(clock.now()) })).resolves.toBeDefined();
  });
});

describe("rotation", () => {
  const OLD = "the old secret of this project, 32 bytes or more";
  const NEW = "the new secret of this project, 32 bytes or more";

  /** The same accounts under other secrets, as after a restart. */
  const restart = (secret: AuthOptions["secret"]) =>
    createAuth({ storage: alice.storage, secret, passwords: fastHasher(), now: alice.clock.now });

  it("TK08 a lone secret moves into a ring behind a new one, and nobody is signed out", async () => {
    const before = await restart(OLD).signIn(ALICE);
    const during = restart([
      { id: "2030", secret: NEW },
      { id: "2029", secret: OLD },
    ]);
    expect(await during.getUser(before.token)).toMatchObject({ email: ALICE.email });

    const { token } = await during.signIn(ALICE);
    expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "JWT", kid: "2030" });
    await expect(
      jwtVerify(token, utf8.encode(NEW), { currentDate: new Date(alice.clock.now()) }),
    ).resolves.toBeDefined();
    await expect(jwtVerify(token, utf8.encode(OLD), { currentDate: new Date(alice.clock.now()) })).rejects.toThrow();

    const after = restart([{ id: "2030", secret: NEW }]);
    expect(await after.getUser(token)).toMatchObject({ email: ALICE.email });
    expect([await after.verifyToken(before.token), await after.getUser(before.token)]).toEqual([false, null]);
  });

  it("TK08 a new secret is handed to every process before it signs", async () => {
    const first = restart([
      { id: "a", secret: OLD },
      { id: "b", secret: NEW },
    ]);
    const second = restart([
      { id: "b", secret: NEW },
      { id: "a", secret: OLD },
    ]);
    const [one, two] = [await first.signIn(ALICE), await second.signIn(ALICE)];
    expect([one, two].map(({ token }) => decodeProtectedHeader(token).kid)).toEqual(["a", "b"]);
    for (const auth of [first, second])
      for (const { token } of [one, two]) expect(await auth.verifyToken(token)).toBe(true);
  });

  it("TK02 a key verifies only under its own id", async () => {
    const ring = restart([
      { id: "a", secret: NEW },
      { id: "b", secret: OLD },
    ]);
    const { token } = await ring.signIn(ALICE);
    const claims = utf8.encode(JSON.stringify(decodeJwt(token)));
    const crossed = await new CompactSign(claims)
      .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: "a" })
      .sign(utf8.encode(OLD));
    expect(await ring.verifyToken(crossed)).toBe(false);
    const straight = await new CompactSign(claims)
      .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: "b" })
      .sign(utf8.encode(OLD));
    expect(await ring.verifyToken(straight)).toBe(true);
  });
});

it("P26 of all operations verifyToken alone asks nothing of storage, and getUser asks once", async () => {
  const { storage, calls } = listening(alice.storage);
  const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher(), guards: [], now: alice.clock.now });
  const asked = async (work: () => Promise<unknown>) => {
    calls.length = 0;
    await work();
    return [...calls];
  };
  expect(await asked(() => auth.verifyToken(alice.token))).toEqual([]);
  expect(await asked(() => auth.getUser(`${alice.token}x`))).toEqual([]);
  expect(await asked(() => auth.getUser(alice.token))).toEqual(["sessions.find"]);
  expect(await asked(() => auth.getSession(alice.token))).toEqual(["sessions.find"]);
  expect(await asked(() => auth.signOut(`${alice.token}x`))).toEqual([]);
  expect(await asked(() => auth.signOut(alice.token))).toEqual(["sessions.delete"]);
  expect(await asked(() => auth.signIn(ALICE))).toEqual(["users.findByEmail", "sessions.insert"]);
  expect(await asked(() => auth.signUp({ ...ALICE, email: "bob@example.com" }))).toEqual(["users.insert"]);
  await expect(auth.signUp(ALICE)).rejects.toMatchObject(refusal("user_exists"));
});

import { CompactEncrypt, CompactSign, FlattenedSign, UnsecuredJWT, decodeJwt, type JWTPayload } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { createAuth } from "../../src/index.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, SECRET } from "../support.ts";
import { utf8, key, base64url, openAlice, expectNobody } from "./open-alice.ts";

let alice: Awaited<ReturnType<typeof openAlice>>;

beforeEach(async () => {
  alice = await openAlice();
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

import { sessions } from "@latchkey/core/sessions";
import { users } from "@latchkey/core/users";
import { AuthError } from "@latchkey/core";
import { createServiceKey, type PrivateJwk } from "@latchkey/service-tokens";
import { ServiceTokenError, serviceTokenVerifier } from "@latchkey/service-tokens/verify";
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT, UnsecuredJWT, type JWTPayload } from "jose";
import { describe, expect, it } from "vitest";
import { ADA, API, bearer, JWKS_PATH, MAIL, open, ORIGIN, publicPart, SECRET, verdict } from "./support/server.ts";

const part = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** What is wrong about a token, and why it is refused then. */
type Mistake = readonly [name: string, code: string, claims: JWTPayload, header: object];

/** On every runtime: what is issued, who gets it, and what a service accepts. */
export function tokenCases(): void {
  describe("service tokens", () => {
    it("ST02 a token says who, for whom, by whom, when, and how its user was proved", async () => {
      for (const algorithm of ["ES256", "EdDSA"] as const) {
        const key = await createServiceKey(algorithm);
        const server = await open({ keys: [JSON.stringify(key)], claims: ({ email }) => ({ scope: "read", email }) });
        const session = await server.signUp();
        const { token, tokenType, expiresIn } = await server.services().issue(session, API);
        expect([tokenType, expiresIn]).toEqual(["Bearer", 300]);
        expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, typ: "at+jwt", kid: key.kid });
        const found = (await server.auth.getSession(session))!;
        const at = Math.floor(server.clock.now() / 1000);
        expect(await server.verifier()(token)).toEqual({
          iss: ORIGIN,
          sub: found.user.id,
          aud: API,
          iat: at,
          exp: at + 300,
          jti: expect.stringMatching(/^[\da-f-]{36}$/),
          auth_time: at,
          amr: ["password"],
          sid: found.session.id,
          scope: "read",
          email: found.user.email,
        });
      }
    });

    it("SF08 auth_time is when the user proved to be the one, and not when the token was issued", async () => {
      const server = await open();
      const session = await server.signUp();
      const proved = Math.floor(server.clock.now() / 1000);
      server.clock.advance(3600);
      const { token } = await server.services().issue(session, API);
      expect(decodeJwt(token)).toMatchObject({ auth_time: proved, iat: proved + 3600, amr: ["password"] });
    });

    it("ST04 a session that is over, ended, of a disabled user or no session at all gets none", async () => {
      const server = await open();
      const issue = (token: string | null | undefined) => server.services().issue(token, API);
      const refused = { code: "unauthenticated" };
      for (const none of [null, undefined, "", "x.y.z", 5 as never])
        await expect(issue(none)).rejects.toMatchObject(refused);

      const ended = await server.signUp();
      await issue(ended);
      await server.auth.signOut(ended);
      await expect(issue(ended)).rejects.toMatchObject(refused);

      const everywhere = await server.signUp();
      await sessions(server.auth).endAll(everywhere);
      await expect(issue(everywhere)).rejects.toMatchObject(refused);

      const disabled = await server.signUp();
      await users(server.auth).disable((await server.auth.getUser(disabled))!.id);
      await expect(issue(disabled)).rejects.toMatchObject(refused);

      const expired = await server.signUp();
      server.clock.advance(server.auth.session.lifetime);
      await expect(issue(expired)).rejects.toMatchObject(refused);
    });

    it("ST04 a token does not outlive the end that its session has", async () => {
      const server = await open();
      const session = await server.signUp();
      server.clock.advance(server.auth.session.lifetime - 40);
      const { token, expiresIn } = await server.services().issue(session, API);
      expect(expiresIn).toBe(40);
      const verify = server.verifier();
      expect(await verdict(verify, token)).toBe("accepted");
      server.clock.advance(49);
      expect(await verdict(verify, token)).toBe("accepted");
      server.clock.advance(2);
      expect(await verdict(verify, token)).toBe("expired");
    });

    it("ST02 an audience is one of the list, letter by letter, and a token is for that one alone", async () => {
      const server = await open();
      const session = await server.signUp();
      for (const audience of [
        `${API}/`,
        API.toUpperCase(),
        "*",
        "",
        ORIGIN,
        "users",
        [API] as never,
        undefined as never,
      ])
        await expect(server.services().issue(session, audience)).rejects.toMatchObject({
          code: "invalid_input",
          field: "audience",
        });
      const { token } = await server.services().issue(session, MAIL);
      expect(await verdict(server.verifier(), token)).toBe("wrong_audience");
      expect(await verdict(server.verifier({ audience: MAIL }), token)).toBe("accepted");
    });

    it("ST02 claims can refuse, and can set nothing that decides", async () => {
      const names = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "auth_time", "amr", "sid", "toJSON"];
      for (const name of names) {
        const server = await open({ claims: () => ({ [name]: () => "x" }) });
        await expect(server.services().issue(await server.signUp(), API)).rejects.toThrow(`reserved name "${name}"`);
      }
      for (const claims of [() => "text", () => [1], async () => 5] as never[]) {
        const server = await open({ claims });
        await expect(server.services().issue(await server.signUp(), API)).rejects.toThrow("must return an object");
      }
      const refuse = (_: unknown, audience: string) => {
        if (audience === MAIL) throw new AuthError("refused", "Not there");
        return {};
      };
      const server = await open({ claims: refuse });
      const session = await server.signUp();
      await expect(server.services().issue(session, MAIL)).rejects.toMatchObject({ code: "refused" });
      expect((await server.services().issue(session, API)).token).toMatch(/^ey/);
    });

    it("ST02 a token that is too long is not issued, and not read", async () => {
      const server = await open({ claims: ({ metadata }) => ({ note: metadata?.note ?? "x".repeat(4000) }) });
      await expect(server.services().issue(await server.signUp(), API)).rejects.toThrow("longer than 4096 characters");
      const metadata = { note: "y".repeat(4000) };
      const long = await server.auth.signUp({ ...ADA, metadata });
      await expect(server.services().issue(long.token, API)).rejects.toMatchObject({
        code: "invalid_metadata",
        field: "metadata",
      });
      expect(await verdict(server.verifier(), "x".repeat(4097))).toBe("malformed");
      expect(server.fetched()).toBe(0);
    });

    it("ST02 a session token is no service token, and a service token no session", async () => {
      const server = await open();
      const session = await server.signUp();
      const { token } = await server.services().issue(session, API);
      expect(await verdict(server.verifier(), session)).toBe("wrong_type");
      expect(await verdict(server.verifier(), token)).toBe("accepted");

      expect(await server.auth.getSession(token)).toBeNull();
      expect(await server.auth.getUser(token)).toBeNull();
      expect(await server.auth.verifyToken(token)).toBe(false);
      const ways: Record<string, string>[] = [
        bearer(token),
        { authorization: `JWT ${token}` },
        { cookie: `__Host-latchkey_session=${token}` },
      ];
      for (const headers of ways) {
        expect((await server.send("GET", "/me", headers)).status).toBe(401);
        const again = await server.send("POST", "/token", { ...headers, origin: ORIGIN }, { audience: API });
        expect(again.status).toBe(401);
      }
    });

    it("ST02 whatever else a token is, a service refuses it with the code that says why", async () => {
      const server = await open();
      const issued = (await server.services().issue(await server.signUp(), API)).token;
      const claims = decodeJwt(issued);
      const header = { alg: "ES256", typ: "at+jwt", kid: server.key.kid! };
      const at = claims.iat!;
      const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
      const mistakes: Mistake[] = [
        ["nothing", "accepted", claims, header],
        ["the long form of its type", "accepted", claims, { ...header, typ: "application/at+jwt" }],
        ["another type", "wrong_type", claims, { ...header, typ: "JWT" }],
        ["no type", "wrong_type", claims, { alg: "ES256", kid: header.kid }],
        ["no name of a key", "unknown_key", claims, { alg: "ES256", typ: "at+jwt" }],
        ["another name of a key", "unknown_key", claims, { ...header, kid: "other" }],
        ["an extension", "malformed", claims, { ...header, crit: ["x"], x: 1 }],
        ["another issuer", "wrong_issuer", { ...claims, iss: `${ORIGIN}/` }, header],
        ["no issuer", "wrong_issuer", without("iss"), header],
        ["another audience", "wrong_audience", { ...claims, aud: MAIL }, header],
        ["no audience", "wrong_audience", without("aud"), header],
        ["two audiences", "wrong_audience", { ...claims, aud: [API, MAIL] }, header],
        ["one audience in a list", "wrong_audience", { ...claims, aud: [API] }, header],
        ["no end", "malformed", without("exp"), header],
        ["an end that is text", "malformed", { ...claims, exp: `${claims.exp}` as never }, header],
        ["an end that has come", "expired", { ...claims, exp: at - 10 }, header],
        ["an end within the tolerance", "accepted", { ...claims, exp: at - 9 }, header],
        ["no beginning", "malformed", without("iat"), header],
        ["a beginning to come", "not_yet_valid", { ...claims, iat: at + 12 }, header],
        ["a beginning within the tolerance", "accepted", { ...claims, iat: at + 10 }, header],
        ["not yet", "not_yet_valid", { ...claims, nbf: at + 12 }, header],
        ["not yet, as text", "malformed", { ...claims, nbf: "soon" as never }, header],
        ["no user", "malformed", without("sub"), header],
        ["an empty user", "malformed", { ...claims, sub: "" }, header],
        ["no id", "malformed", without("jti"), header],
        ["no session", "malformed", without("sid"), header],
        ["no proof", "malformed", without("auth_time"), header],
        ["a proof at no time", "malformed", { ...claims, auth_time: null }, header],
        ["methods that are text", "malformed", { ...claims, amr: "password" }, header],
        ["methods that are numbers", "malformed", { ...claims, amr: [1] }, header],
      ];
      const key = (await importJWK({ ...server.key } as never, "ES256")) as CryptoKey;
      const sign = (payload: JWTPayload, protectedHeader: object) =>
        new SignJWT(payload).setProtectedHeader(protectedHeader as never).sign(key, { crit: { x: true } });
      const verify = server.verifier();
      for (const [name, code, payload, protectedHeader] of mistakes)
        expect([name, await verdict(verify, await sign(payload, protectedHeader))]).toEqual([name, code]);
    });

    it("ST02 neither none, nor HS256 with the public key, nor a key of the token's own is accepted", async () => {
      const server = await open();
      const issued = (await server.services().issue(await server.signUp(), API)).token;
      const claims = decodeJwt(issued);
      const [, payload = "", signature = ""] = issued.split(".");
      const verify = server.verifier();
      const kid = server.key.kid!;
      const header = { alg: "ES256", typ: "at+jwt", kid };
      expect(await verdict(verify, new UnsecuredJWT(claims).encode())).not.toBe("accepted");
      for (const alg of ["none", "None", "NONE", "HS256", "ES384", "RS256", "PS256", "ES256K"])
        for (const end of ["", signature])
          expect([alg, await verdict(verify, `${part({ ...header, alg })}.${payload}.${end}`)]).toEqual([
            alg,
            "wrong_type",
          ]);

      const jwks = await server.services().publicKeys();
      const texts = [JSON.stringify(jwks), JSON.stringify(jwks.keys[0]), jwks.keys[0]!.x, SECRET];
      for (const text of texts) {
        const hmac = new SignJWT(claims).setProtectedHeader({ ...header, alg: "HS256" });
        expect(await verdict(verify, await hmac.sign(new TextEncoder().encode(text)))).toBe("wrong_type");
      }

      const stranger = await createServiceKey();
      const strange = (await importJWK({ ...stranger } as never, "ES256")) as CryptoKey;
      const own = {
        jwk: publicPart(stranger) as never,
        jku: "https://evil.example/jwks.json",
        x5u: "https://evil.example",
      };
      const forge = (more: object) =>
        new SignJWT(claims).setProtectedHeader({ ...header, ...more } as never).sign(strange);
      expect(await verdict(verify, await forge({}))).toBe("wrong_signature");
      expect(await verdict(verify, await forge(own))).toBe("wrong_signature");
      expect(await verdict(verify, await forge({ ...own, kid: stranger.kid }))).toBe("unknown_key");
      // An EdDSA header does not make a P-256 key another one.
      const edKey = await createServiceKey("EdDSA");
      const ed = (await importJWK({ ...edKey } as never, "EdDSA")) as CryptoKey;
      const mixed = new SignJWT(claims).setProtectedHeader({ ...header, alg: "EdDSA" } as never).sign(ed);
      expect(await verdict(verify, await mixed)).toBe("unknown_key");
    });

    it("ST02 a request carries its token as Bearer alone, and what is not there or broken is refused", async () => {
      const server = await open();
      const { token } = await server.services().issue(await server.signUp(), API);
      const verify = server.verifier();
      const request = (headers: Record<string, string>) => new Request(`${API}/?access_token=${token}`, { headers });
      expect(await verdict(verify, request(bearer(token)))).toBe("accepted");
      expect(await verdict(verify, request({ authorization: `bearer  ${token} ` }))).toBe("accepted");
      const others = [{}, { authorization: token }, { authorization: `Basic ${token}` }, { cookie: `token=${token}` }];
      for (const headers of [...others, { authorization: `Bearer ${token}, ${token}` }, { authorization: "Bearer" }])
        expect(await verdict(verify, request(headers as Record<string, string>))).toBe("missing_token");
      for (const nothing of [null, undefined, "", {} as never, 5 as never])
        expect(await verdict(verify, nothing)).toBe("missing_token");
      const [head = "", payload = "", signature = ""] = token.split(".");
      for (const broken of [
        "x",
        "..",
        "a.b.c",
        `${token}.x`,
        `${head}.${payload}`,
        `é.${payload}.${signature}`,
        ` ${token}`,
      ])
        expect([broken, await verdict(verify, broken)]).not.toEqual([broken, "accepted"]);
      expect(await verdict(verify, `${head}.${payload}.`)).toBe("wrong_signature");
      expect(await verdict(verify, `${part({ alg: "ES256", typ: "at+jwt", kid: 5 })}.${payload}.${signature}`)).toBe(
        "unknown_key",
      );
    });

    it("SF09 an API key gets no service token, and neither does what came by a strategy", async () => {
      const server = await open();
      const session = await server.signUp();
      const created = await server.send("POST", "/api-keys", bearer(session), {
        name: "CI",
        currentPassword: ADA.password,
      });
      const { key } = (await created.json()) as { key: string };
      expect((await server.send("GET", "/me", bearer(key))).status).toBe(200);
      const answer = await server.send("POST", "/token", bearer(key), { audience: API });
      expect([answer.status, await answer.json()]).toEqual([401, { error: "Not signed in", code: "unauthenticated" }]);
      await expect(server.services().issue(key, API)).rejects.toMatchObject({ code: "unauthenticated" });
    });
  });

  describe("the routes of service tokens", () => {
    it("ST05 POST /token is JSON that nobody keeps, for a session by cookie or by bearer token", async () => {
      const server = await open();
      const session = await server.signUp();
      const cookie = { cookie: `__Host-latchkey_session=${session}`, origin: ORIGIN };
      for (const headers of [
        bearer(session),
        cookie,
        { ...cookie, cookie: "__Host-latchkey_session=x", ...bearer(session) },
      ]) {
        const answer = await server.send("POST", "/token", headers as Record<string, string>, { audience: API });
        const body = (await answer.json()) as { token: string };
        expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
        expect([answer.headers.get("set-cookie"), answer.headers.get("access-control-allow-origin")]).toEqual([
          null,
          null,
        ]);
        expect(body).toEqual({ token: expect.any(String), tokenType: "Bearer", expiresIn: 300 });
        expect(await verdict(server.verifier(), body.token)).toBe("accepted");
      }
      const refusals: [Record<string, string>, object, number, string][] = [
        [{}, { audience: API }, 401, "unauthenticated"],
        [bearer(session), { audience: "https://other.example" }, 400, "invalid_input"],
        [bearer(session), {}, 400, "invalid_request"],
        [bearer(session), { audience: [API] }, 400, "invalid_request"],
        [{ ...cookie, origin: "https://evil.example" }, { audience: API }, 403, "forbidden_origin"],
        [{ cookie: cookie.cookie }, { audience: API }, 403, "forbidden_origin"],
        [{ ...bearer(session), "content-type": "text/plain" }, { audience: API }, 415, "unsupported_media_type"],
      ];
      for (const [headers, body, status, code] of refusals) {
        const answer = await server.send("POST", "/token", headers, body);
        expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ code })]);
        expect(answer.headers.get("cache-control")).toBe("no-store");
      }
      expect((await server.send("GET", "/token")).status).toBe(405);
      expect(server.reported).toEqual([]);
    });

    it("ST05 the public keys may be cached and read by every page, and have nothing private", async () => {
      const older = await createServiceKey("EdDSA");
      const server = await open();
      server.deploy({ keys: [server.key, older] });
      const signedIn = { cookie: `__Host-latchkey_session=${await server.signUp()}`, origin: "https://evil.example" };
      for (const headers of [{}, signedIn] as Record<string, string>[]) {
        const answer = await server.send("GET", JWKS_PATH, headers);
        expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
          200,
          {
            "access-control-allow-origin": "*",
            "cache-control": "public, max-age=300",
            "content-type": "application/json; charset=utf-8",
            "x-content-type-options": "nosniff",
          },
        ]);
        const { keys } = (await answer.json()) as { keys: object[] };
        expect(keys).toEqual([publicPart(server.key), publicPart(older)]);
      }
      const missing = await server.send("GET", `${JWKS_PATH}x`);
      expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
    });

    it("ST05 without its keys the server starts, and says at their first use what is missing", async () => {
      const key = await createServiceKey();
      const missing: [object, string][] = [
        [{ keys: undefined }, "keys is missing"],
        [{ keys: [undefined] }, "keys[0] is missing"],
        [{ keys: [key, ""] }, "keys[1] is missing"],
        [{ keys: new Array(1) }, "keys[0] is missing"],
      ];
      for (const [options, sentence] of missing) {
        const server = await open(options);
        const session = await server.signUp();
        for (const [method, path] of [
          ["GET", JWKS_PATH],
          ["POST", "/token"],
        ] as const) {
          const answer = await server.send(
            method,
            path,
            bearer(session),
            method === "POST" ? { audience: API } : undefined,
          );
          expect([answer.status, await answer.json()]).toEqual([
            500,
            { error: "Something went wrong", code: "internal" },
          ]);
          expect(answer.headers.get("cache-control")).toBe("no-store");
        }
        expect(server.reported.map(String)).toEqual(Array(2).fill(expect.stringContaining(sentence)));
      }
    });
  });

  describe("the keys of a verifier", () => {
    it("ST03 a key that is published before it signs, and removed after its tokens, refuses nobody", async () => {
      const server = await open();
      const next = await createServiceKey("EdDSA");
      const verify = server.verifier();
      const session = await server.signUp();
      const issue = async () => (await server.services().issue(session, API)).token;
      const first = await issue();
      expect(await verdict(verify, first)).toBe("accepted");

      // Published, and not signing yet. A service that starts now knows both.
      server.deploy({ keys: [server.key, next] });
      const late = server.verifier();
      const stillOld = await issue();
      expect([decodeProtectedHeader(stillOld).kid, await verdict(late, stillOld)]).toEqual([
        server.key.kid,
        "accepted",
      ]);

      // Signing. The service that has kept the keys since then needs no other look.
      server.deploy({ keys: [next, server.key] });
      const asked = server.fetched();
      const fresh = await issue();
      expect(decodeProtectedHeader(fresh)).toMatchObject({ kid: next.kid, alg: "EdDSA" });
      for (const token of [first, stillOld, fresh]) expect(await verdict(late, token)).toBe("accepted");
      expect(server.fetched()).toBe(asked);

      // Removed. Its tokens are over by then, and a service that starts now refuses them in any case.
      server.deploy({ keys: [next] });
      const newest = server.verifier();
      expect(await verdict(newest, await issue())).toBe("accepted");
      expect(await verdict(newest, first)).toBe("unknown_key");
    });

    it("ST03 a key that signs before it is published is refused by who has just looked", async () => {
      const server = await open();
      const verify = server.verifier();
      const session = await server.signUp();
      expect(await verdict(verify, (await server.services().issue(session, API)).token)).toBe("accepted");
      server.deploy({ keys: [await createServiceKey(), server.key] });
      expect(await verdict(verify, (await server.services().issue(session, API)).token)).toBe("unknown_key");
      expect(server.fetched()).toBe(1);
    });

    it("ST02 keys that cannot be read are told apart from a wrong token, without what the network said", async () => {
      const server = await open();
      const { token } = await server.services().issue(await server.signUp(), API);
      const answers: ((url: string, init: RequestInit) => Promise<Response>)[] = [
        () => Promise.reject(new TypeError("getaddrinfo ENOTFOUND 10.0.0.1")),
        async () => new Response("secret", { status: 500 }),
        async () => new Response("<html>", { status: 200 }),
        async () => Response.json({}),
        async () => Response.json({ keys: "x" }),
        async () => new Response(null, { status: 302, headers: { location: "https://evil.example" } }),
        async () => Response.json({ keys: [publicPart(server.key), publicPart(server.key)] }),
      ];
      for (const fetch of answers) {
        const verify = server.verifier({ fetch });
        const error = (await verify(token).catch((thrown: unknown) => thrown)) as ServiceTokenError;
        expect(error).toBeInstanceOf(ServiceTokenError);
        expect([error.code, error.status]).toEqual(["keys_unavailable", 503]);
        expect(error.message).toBe("The keys of the issuer cannot be read now");
      }
      // Some runtimes refuse such a key as it is read, others as it is used.
      const broken = { kty: "EC", crv: "P-256", kid: server.key.kid, x: "AA", y: "AA" };
      const odd = server.verifier({ fetch: async () => Response.json({ keys: [broken] }) });
      expect(await verdict(odd, token)).toMatch(/^(?:keys_unavailable|wrong_signature)$/);
      const empty = server.verifier({ fetch: async () => Response.json({ keys: [] }) });
      expect(await verdict(empty, token)).toBe("unknown_key");
      // It asks again, so a short trouble is over with the next token.
      let isDown = true;
      const verify = server.verifier({
        fetch: async (url) =>
          isDown ? Promise.reject(new Error("down")) : server.send("GET", new URL(url).pathname.slice(5)),
      });
      expect(await verdict(verify, token)).toBe("keys_unavailable");
      isDown = false;
      expect(await verdict(verify, token)).toBe("accepted");
    });

    it("ST02 tokens with unknown keys do not make a service ask its issuer again and again", async () => {
      const server = await open();
      const { token } = await server.services().issue(await server.signUp(), API);
      const [, payload, signature] = token.split(".");
      const verify = server.verifier();
      expect(await verdict(verify, token)).toBe("accepted");
      for (let at = 0; at < 20; at++) {
        const header = part({ alg: "ES256", typ: "at+jwt", kid: `k${at}` });
        expect(await verdict(verify, `${header}.${payload}.${signature}`)).toBe("unknown_key");
      }
      expect(server.fetched()).toBe(1);
    });

    it("ST02 keys can be given instead of an address, and unsafe options are refused at once", async () => {
      const server = await open();
      const jwks = await server.services().publicKeys();
      const { token } = await server.services().issue(await server.signUp(), API);
      expect(await verdict(server.verifier({ jwks }), token)).toBe("accepted");
      expect(server.fetched()).toBe(0);
      const right = { jwks: `${ORIGIN}/jwks`, issuer: ORIGIN, audience: API };
      const addresses = [
        "http://app.example.com/jwks",
        "",
        "ftp://app.example.com",
        "https://a:b@app.example.com",
        "/jwks",
      ];
      for (const unsafe of [...addresses, "http://127.0.0.1.example.com", "http://localhost.example.com"])
        expect(() => serviceTokenVerifier({ ...right, jwks: unsafe })).toThrow("https://");
      for (const here of [
        "http://localhost:3000/jwks",
        "http://127.0.0.1/jwks",
        "http://[::1]:1/jwks",
        new URL(ORIGIN),
      ])
        expect(serviceTokenVerifier({ ...right, jwks: here })).toBeTypeOf("function");
      for (const none of [{ keys: [] }, { keys: [null] }, {}, { keys: "x" }, null] as never[])
        expect(() => serviceTokenVerifier({ ...right, jwks: none })).toThrow(
          "jwks must be an address or { keys: […] }",
        );
      const privates: PrivateJwk[][] = [
        [server.key],
        [publicPart(server.key), { kty: "oct", k: "AAAA" } as PrivateJwk],
      ];
      for (const keys of privates)
        expect(() => serviceTokenVerifier({ ...right, jwks: { keys } })).toThrow("jwks has a private key");
      const wrong: [object, string][] = [
        [{ issuer: "" }, "issuer must be"],
        [{ issuer: undefined }, "issuer must be"],
        [{ audience: "" }, "audience must be"],
        [{ audience: [API] }, "audience must be"],
        [{ fetch: "x" }, "fetch must be a function"],
        [{ now: 5 }, "now must be a function"],
        [{ algorithms: ["none"] }, 'no option "algorithms"'],
      ];
      for (const [more, sentence] of wrong)
        expect(() => serviceTokenVerifier({ ...right, ...more } as never)).toThrow(sentence);
    });
  });
}

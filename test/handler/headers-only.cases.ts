import type { Session } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { apiKeyStrategy, createAuthenticator, createHandler, sessionCookie, type HeadersOnly } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import { ORIGIN } from "../support/server.ts";
import type { HandlerCases } from "./cases.ts";
import { EMAIL, open, PASSWORD } from "./open.ts";

const OWN = "https://app.example.com";
const EVIL = "https://evil.example";

async function signedIn() {
  const opened = open();
  const { token, session, user } = await opened.auth.signUp({ email: EMAIL, password: PASSWORD });
  return {
    ...opened,
    token,
    session,
    user,
    cookie: `${sessionCookie().name}=${token}`,
    authenticate: createAuthenticator(opened.auth, { trustedOrigins: [OWN] }),
  };
}

export const headersOnlyCases: HandlerCases = {
  async "F44 authenticate takes headers only: a page that is opened is signed in, wherever the link was"() {
    const { authenticate, cookie, token } = await signedIn();
    const pages: Readonly<Record<string, string>>[] = [
      {},
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ];
    for (const page of pages) {
      const found = await authenticate({ headers: new Headers({ cookie, ...page }) });
      checkSame([found?.via, found?.user.email], ["session", EMAIL], JSON.stringify(page));
    }
    checkSame(
      (await authenticate({ headers: new Headers({ authorization: `Bearer ${token}` }) }))?.user.email,
      EMAIL,
      "a header",
    );
    checkSame(await authenticate({ headers: new Headers() }), null, "no session");
  },

  async "F44 with headers only, a cookie with Origin counts from the same or a trusted origin"() {
    const { authenticate, cookie } = await signedIn();
    const navigation = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    const cases: [Readonly<Record<string, string>>, boolean][] = [
      [{ origin: OWN, "sec-fetch-site": "same-origin" }, true],
      [{ origin: OWN }, true],
      [{ origin: "https://api.example.com", "sec-fetch-site": "same-origin" }, true],
      // Without a URL and Sec-Fetch-Site the same origin is not known, so it must be listed.
      [{ origin: ORIGIN, host: new URL(ORIGIN).host }, false],
      [{ origin: EVIL }, false],
      [{ origin: EVIL, "sec-fetch-site": "cross-site", ...navigation }, false],
      [{ origin: EVIL, "sec-fetch-site": "same-site", ...navigation }, false],
      [{ origin: "null", "sec-fetch-site": "cross-site", ...navigation }, false],
      [{ origin: EVIL, host: "evil.example", "x-forwarded-host": "evil.example" }, false],
      [{ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, false],
      // What has a body is no page that is opened, even if it does not say where it comes from.
      [{ "content-type": "multipart/form-data; boundary=x" }, false],
      [{ "content-type": "text/plain", "sec-fetch-site": "cross-site", ...navigation }, false],
      [{ "content-type": "text/plain", "sec-fetch-site": "same-origin" }, true],
    ];
    for (const [headers, counts] of cases) {
      const found = await authenticate({ headers: new Headers({ cookie, ...headers }) });
      checkSame(found !== null, counts, JSON.stringify(headers));
    }
  },

  async "F44 a given method and URL count like those of a Request"() {
    const { authenticate, cookie } = await signedIn();
    const given = (method: string, headers: Readonly<Record<string, string>>, url?: string): HeadersOnly => ({
      method,
      url,
      headers: new Headers({ cookie, ...headers }),
    });
    checkSame((await authenticate(given("POST", {}))) !== null, false, "a POST without Origin");
    checkSame((await authenticate(given("post", {}))) !== null, false, "a post without Origin");
    checkSame((await authenticate(given("GET", {}))) !== null, true, "a GET");
    checkSame(
      (await authenticate(given("POST", { origin: ORIGIN }, `${ORIGIN}/action`))) !== null,
      true,
      "the same origin, by the URL",
    );
    checkSame((await authenticate(given("POST", { origin: EVIL }, `${ORIGIN}/action`))) !== null, false, "another");
    checkSame((await authenticate(given("POST", { origin: ORIGIN }, "not a URL"))) !== null, false, "no URL");
  },

  async "F44 a value without headers is a TypeError with a sentence, and never null"() {
    const { authenticate } = await signedIn();
    for (const given of [
      null,
      undefined,
      {},
      { headers: undefined },
      { headers: null },
      { headers: Promise.resolve(new Headers()) },
      { headers: { cookie: "a=b" } },
      { headers: [["a", "b"]] },
    ]) {
      const error = await authenticate(given as unknown as HeadersOnly).then(
        () => null,
        (reason: unknown) => reason,
      );
      check(error instanceof TypeError && /\{ headers: await headers\(\) \}/.test(error.message), String(error));
    }
  },

  async "F44 strategies get a Request made of the headers"() {
    const { auth, user } = await signedIn();
    const keys = apiKeys(auth);
    const { key } = await keys.admin.create(user.id, { name: "a key" });
    const seen: string[] = [];
    const spy = async (request: Request) => {
      seen.push(`${request.method} ${request.url}`);
      return null;
    };
    const authenticate = createAuthenticator(auth, { strategies: [spy, apiKeyStrategy(keys)] });
    const headers = new Headers({ authorization: `Bearer ${key}` });
    checkSame(
      [
        (await authenticate({ headers }))?.via,
        (await authenticate({ headers, url: `${ORIGIN}/x`, method: "PUT" }))?.via,
      ],
      ["api-key", "api-key"],
      "found",
    );
    const action = new Headers({ authorization: `Bearer ${key}`, origin: EVIL });
    checkSame((await authenticate({ headers: action }))?.via, "api-key", "a key is no ambient credential");
    checkSame(seen.pop(), "POST http://headers.invalid/", "an Origin header makes an action of it");
    checkSame(seen, ["GET http://headers.invalid/", `PUT ${ORIGIN}/x`], "seen");
  },

  async "F44 sessionCookie names the cookie of the handler, with the attributes that it sets"() {
    const options = [
      undefined,
      { secure: false },
      { domain: "example.com" },
      { name: "sid", sameSite: "strict" },
      { sameSite: "none" },
      { partitioned: true },
    ] as const;
    for (const cookie of options) {
      const { auth } = open();
      const handler = createHandler(auth, { cookie });
      const body = JSON.stringify({ email: EMAIL, password: PASSWORD });
      const response = await handler(
        new Request(`${ORIGIN}/auth/signup`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: ORIGIN },
          body,
        }),
      );
      const line = response.headers.getSetCookie()[0]!;
      const sessionCookieOf = sessionCookie(cookie);
      const token = line.slice(sessionCookieOf.name.length + 1).split(";")[0]!;
      const { session } = (await auth.getSession(token))!;
      checkSame(
        [sessionCookieOf.set(token, session), sessionCookieOf.set(token, 604_800)],
        [line, line],
        JSON.stringify(cookie),
      );

      const { path, httpOnly, secure, sameSite, domain, partitioned, maxAge } = sessionCookieOf.attributes(session);
      const spelled = [
        `${sessionCookieOf.name}=${token}; Max-Age=${maxAge}; Path=${path}`,
        httpOnly && "HttpOnly",
        secure && "Secure",
        `SameSite=${sameSite[0]!.toUpperCase()}${sameSite.slice(1)}`,
        domain !== undefined && `Domain=${domain}`,
        partitioned && "Partitioned",
      ];
      checkSame(spelled.filter(Boolean).join("; "), line, "the attributes say the same");
      checkSame(
        [sessionCookieOf.attributes().maxAge, sessionCookieOf.cleared],
        [0, line.replace(token, "").replace("Max-Age=604800", "Max-Age=0")],
        "removing it",
      );
    }
  },

  async "F44 sessionCookie has attributes for sessions only: a value without an end is a TypeError"() {
    const { attributes } = sessionCookie();
    const signedIn = await open().auth.signUp({ email: EMAIL, password: PASSWORD });
    for (const odd of [signedIn, {}, "2030-01-01", signedIn.token, { ...signedIn.session, expiresAt: "soon" }]) {
      let thrown: unknown;
      try {
        attributes(odd as Session);
      } catch (error) {
        thrown = error;
      }
      check(thrown instanceof TypeError && /takes a session/.test(thrown.message), JSON.stringify(odd));
    }
    checkSame(
      [attributes(signedIn.session).maxAge, attributes(null).maxAge, attributes().maxAge],
      [604_800, 0, 0],
      "ages",
    );
  },

  async "F44 sessionCookie refuses a token that could break out of its line, and an invalid age"() {
    const { set } = sessionCookie();
    const bad: [string, number][] = [
      ["a; Domain=evil.example", 60],
      ["a\r\nb", 60],
      ["", 60],
      ["a", -1],
      ["a", NaN],
      ["a", 1.5],
      ["a", Infinity],
    ];
    for (const [token, age] of bad) {
      let thrown: unknown;
      try {
        set(token, age);
      } catch (error) {
        thrown = error;
      }
      check(thrown instanceof TypeError, JSON.stringify([token, age]));
    }
  },
};

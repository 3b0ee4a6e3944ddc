import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, cookieToken, whoIs, type Client } from "./client.ts";

const shared: Cases = {
  async "P30 CK01 the cookie is HttpOnly, SameSite=Lax, for every path, 7 days, and Secure unless told otherwise"(client) {
    const { email, password } = await client.alice();
    const answer = await client.post("/signin", { email, password });
    const [, ...attributes] = (answer.headers.get("set-cookie") ?? "").split("; ");
    const expected = ["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Lax", ...(client.secureCookie ? ["Secure"] : [])];
    checkSame(attributes.sort(), expected, "the attributes");
    checkSame(answer.headers.getSetCookie().length, 1, "cookies set");
  },

  async "CK03 Secure follows the configuration, never a header that somebody forwards"(client) {
    const alice = await client.alice();
    for (const scheme of ["http", "https"]) {
      const headers = { "x-forwarded-proto": scheme, forwarded: `proto=${scheme};host=evil.example`, "x-forwarded-host": "evil.example" };
      const cookie = (await client.post("/signin", alice, headers)).headers.get("set-cookie") ?? "";
      checkSame(cookie.includes("; Secure"), client.secureCookie, `behind a proxy that says ${scheme}`);
      check(!cookie.includes("evil"), cookie);
    }
  },

  async "CK04 two cookies of the name that differ are nobody's; the same twice is one"(client) {
    const alice = await client.alice();
    const mallory = await client.signUp();
    const pair = (first: string, second: string) => ({ cookie: `${client.cookieName}=${first}; ${client.cookieName}=${second}` });
    checkSame(await whoIs(client, pair(alice.token, alice.token)), alice.email, "the same twice");
    for (const [first, second] of [[alice.token, mallory.token], [mallory.token, alice.token], [alice.token, ""], ["", alice.token], ["gibberish", alice.token]] as const) {
      checkSame(await whoIs(client, pair(first, second)), null, "two that differ");
    }
    const answer = await client.send("POST", "/signout", { origin: client.origin, ...pair(alice.token, mallory.token) });
    checkSame(answer.body, { success: true }, "signing out with both");
    checkSame([await whoIs(client, bearer(alice.token)), await whoIs(client, bearer(mallory.token))], [alice.email, mallory.email], "whose sessions go on");
  },

  async "CK04 the name is compared whole and in its case, wherever the cookie stands"(client) {
    const { token, email } = await client.alice();
    const { cookieName: name } = client;
    const other = [`${name.toUpperCase()}=${token}`, `x${name}=${token}`, `${name}x=${token}`, `${name} =${token}`, `${name}`, `=${token}`, `theme=${name}=${token}`, `__Secure-${name}=${token}`, `$${name}=${token}`];
    for (const cookie of other) checkSame(await whoIs(client, { cookie }), null, cookie);
    const found = [`a=b; ${name}=${token}; c=d`, `a=b;${name}=${token};`, `;;; ${name}=${token}`, ` ${name}=${token} `, `a="x;${name}=${token}`, `${name.toUpperCase()}=x; ${name}=${token}`, `x${name}=no; ${name}=${token}`];
    for (const cookie of found) checkSame(await whoIs(client, { cookie }), email, cookie);
  },

  async "CK04 odd bytes in a cookie are 401 or ignored, never 500"(client) {
    const { token, email } = await client.alice();
    const odd = ["\u00ff\u00fe", "%00", "%", `"${token}"`, ` ${token.replace(".", " .")}`, `${token},${token}`, `${token}\\`, "\u00e9", "{}", "a=b=c", "x".repeat(7000), `%22${token}%22`, token.replaceAll(".", "%2E")];
    for (const value of odd) checkSame(await whoIs(client, client.cookie(value)), null, value.slice(0, 60));
    checkSame(await whoIs(client, { cookie: `\u00ff=\u00fe; %=%; ${client.cookieName}=${token}; \u00e9` }), email, "beside odd neighbours");
  },
};

const secureOnly: Cases = {
  async "CK02 the cookie has the __Host- prefix, and without it the name is nobody's"(client) {
    const alice = await client.alice();
    const answer = await client.post("/signin", alice);
    const token = cookieToken(client, answer);
    check((answer.headers.get("set-cookie") ?? "").startsWith("__Host-latchkey_session="), "the name");
    check(!/domain/i.test(answer.headers.get("set-cookie") ?? ""), "it names a domain");
    checkSame(await whoIs(client, { cookie: `latchkey_session=${token}` }), null, "the name without the prefix");
    checkSame(await whoIs(client, { cookie: `latchkey_session=planted; __Host-latchkey_session=${token}` }), alice.email, "beside a planted one");
  },
};

export function cookieCases({ secureCookie }: Client): Cases {
  return secureCookie ? { ...shared, ...secureOnly } : shared;
}

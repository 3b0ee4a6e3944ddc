import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, checkRefused, cookieToken, whoIs, type Client } from "./client.ts";

const shared: Cases = {
  async "P30 CK01 the cookie is HttpOnly, SameSite=Lax, for every path, 7 days, and Secure unless configured otherwise"(
    client,
  ) {
    const { email, password } = await client.alice();
    const answer = await client.post("/signin", { email, password });
    const [, ...attributes] = (answer.headers.get("set-cookie") ?? "").split("; ");
    const expected = [
      "HttpOnly",
      "Max-Age=604800",
      "Path=/",
      "SameSite=Lax",
      ...(client.secureCookie ? ["Secure"] : []),
    ];
    checkSame(attributes.sort(), expected, "the attributes");
    checkSame(answer.headers.getSetCookie().length, 1, "cookies set");
  },

  async "CK03 Secure follows the configuration, never a forwarding header"(client) {
    const alice = await client.alice();
    for (const scheme of ["http", "https"]) {
      const headers = {
        // As browsers do: some frameworks take the scheme of the URL from the headers below.
        "sec-fetch-site": "same-origin",
        "x-forwarded-proto": scheme,
        forwarded: `proto=${scheme};host=evil.example`,
        "x-forwarded-host": "evil.example",
      };
      const cookie = (await client.post("/signin", alice, headers)).headers.get("set-cookie") ?? "";
      checkSame(cookie.includes("; Secure"), client.secureCookie, `behind a proxy that says ${scheme}`);
      check(!cookie.includes("evil"), cookie);
    }
  },

  async "CK04 two cookies with two live sessions authenticate nobody; the same cookie twice counts once"(client) {
    const alice = await client.alice();
    const mallory = await client.signUp();
    checkSame(await whoIs(client, pair(client, alice.token, alice.token)), alice.email, "the same twice");
    for (const [first, second] of [
      [alice.token, mallory.token],
      [mallory.token, alice.token],
    ] as const) {
      checkSame(await whoIs(client, pair(client, first, second)), null, "two people");
    }
    checkSame(
      await whoIs(client, pair(client, alice.token, (await client.signIn(alice)).token)),
      null,
      "two sessions of one person",
    );
    checkSame(
      await whoIs(client, { ...pair(client, alice.token, mallory.token), ...bearer(mallory.token) }),
      mallory.email,
      "a bearer beside them",
    );
  },

  async "F02 a second cookie of the name that does not verify, or whose session is over, does not count"(client) {
    const alice = await client.alice();
    const ended = await client.signUp();
    await client.send("POST", "/signout", bearer(ended.token));
    const dead = [
      "",
      "gibberish",
      "a.b.c",
      ended.token,
      `${alice.token}x`,
      alice.token.slice(0, -1),
      "\u00ff",
      `"${alice.token}"`,
    ];
    for (const other of dead) {
      for (const values of [
        [alice.token, other],
        [other, alice.token],
        [other, ended.token, alice.token, "x"],
      ]) {
        checkSame(await whoIs(client, pair(client, ...values)), alice.email, `beside "${other.slice(0, 20)}"`);
      }
    }
    checkSame(await whoIs(client, pair(client, "gibberish", ended.token)), null, "none that is live");
  },

  async "F02 P19 signing out ends the session of every token in the request, by cookie and header"(client) {
    const { cookieName: name } = client;
    const bare = name.replace("__Host-", "");
    const ways: ((one: string, two: string) => string)[] = [
      (one, two) => `${name}=${one}; ${name}=${two}`,
      (one, two) => `${name}=${two}; a=b; ${name}=gibberish; ${name}=${one}; ${name}=`,
      (one, two) => `${name}=${one}, ${name}=${two}`,
      (one, two) => `a=b, ${name}=${one},${name}=${two}`,
      (one, two) => `${bare}=${one}; __Secure-${bare}=${two}`,
      (one, two) => `__Host-${bare}=${one}; ${bare}=${two}`,
    ];
    for (const way of ways) {
      const [one, two, three] = [await client.signUp(), await client.signUp(), await client.signUp()];
      const cookie = way(one.token, two.token);
      const sentence = cookie.replaceAll(one.token, "1").replaceAll(two.token, "2");
      const answer = await client.send("POST", "/signout", { origin: client.origin, cookie, ...bearer(three.token) });
      checkSame([answer.status, answer.body], [200, { success: true }], sentence);
      for (const { token } of [one, two, three])
        checkSame(await whoIs(client, bearer(token)), null, `${sentence}: a session`);
      checkSame(await whoIs(client, { cookie }), null, `${sentence}: the cookies afterwards`);
      check(
        answer.headers.getSetCookie()[0]!.startsWith(`${name}=; Max-Age=0; Path=/; HttpOnly`),
        `${sentence}: the cookie is not cleared`,
      );
    }
  },

  async "F02 CK09 a session cookie in any form ends no session from a cross-site page or an unknown origin"(client) {
    const alice = await client.alice();
    const bare = client.cookieName.replace("__Host-", "");
    for (const cookie of [
      `${client.cookieName}=${alice.token}`,
      `${bare}=${alice.token}`,
      `__Secure-${bare}=${alice.token}`,
      `a=b, ${client.cookieName}=${alice.token}`,
    ]) {
      for (const headers of [{}, { origin: "https://evil.example" }, { "sec-fetch-site": "same-site" }]) {
        checkRefused(
          await client.send("POST", "/signout", { cookie, ...headers }),
          403,
          "forbidden_origin",
          `${cookie.slice(0, 30)} from ${JSON.stringify(headers)}`,
        );
      }
    }
    checkSame(await whoIs(client, bearer(alice.token)), alice.email, "the session goes on");
  },

  async "F02 CK07 signing out also clears cookies of earlier options, and no cookie of another program"(client) {
    const { token } = await client.signUp();
    const { cookieName: name } = client;
    const bare = name.replace("__Host-", "");
    const other = name === bare ? `__Secure-${bare}` : bare;
    const names = async (cookie: string) =>
      (await client.send("POST", "/signout", { origin: client.origin, cookie })).headers
        .getSetCookie()
        .map((line) => line.split("=")[0]);
    checkSame(await names(`${name}=${token}`), [name], "its own name only");
    checkSame(await names(`${name}=${token}; ${other}=${token}`), [name, other], "beside a session");
    checkSame(await names(`${name}=${token}; ${other}=s%3Aabc`), [name], "beside something else");
  },

  async "F03 only SP and HTAB are ignored around a cookie, no other white space"(client) {
    const { token, email } = await client.alice();
    const { cookieName: name } = client;
    for (const blank of [" ", "\t", " \t "])
      checkSame(
        await whoIs(client, { cookie: `a=b;${blank}${name}=${token}${blank};c=d` }),
        email,
        JSON.stringify(blank),
      );
    for (const blank of oddBlanks()) {
      const sentence = JSON.stringify(blank);
      for (const cookie of [
        `${blank}${name}=${token}`,
        `a=b; ${blank}${name}=${token}`,
        `a=b;${blank} ${name}=${token}`,
        `${name}=${token}${blank}`,
        `${name}${blank}=${token}`,
      ]) {
        checkSame(await whoIs(client, { cookie }), null, `${sentence} as in ${cookie.replace(token, "…")}`);
      }
      checkSame(
        await whoIs(client, { cookie: `${name}=${token}; ${blank}${name}=planted` }),
        email,
        `${sentence} before another cookie`,
      );
    }
    for (const blank of oddBlanks().slice(0, 2)) {
      for (const authorization of [`Bearer ${blank}${token}`, `Bearer${blank}${token}`])
        checkSame(await whoIs(client, { authorization }), null, JSON.stringify(authorization));
    }
  },

  async "F32 two Cookie lines from a client that is no browser are read as one, on every runtime"(client) {
    const { token, email } = await client.alice();
    const line = `${client.cookieName}=${token}`;
    for (const lines of [
      ["a=b", line],
      [line, "a=b"],
      ["a=b; c=d", `e=f; ${line}`, "g=h"],
    ]) {
      checkSame(
        await whoIs(
          client,
          lines.map((value) => ["cookie", value] as const),
        ),
        email,
        JSON.stringify(lines).replaceAll(token, "…"),
      );
    }
    const planted = (await client.signUp()).token;
    checkSame(
      await whoIs(client, [
        ["cookie", line],
        ["cookie", `${client.cookieName}=${planted}`],
      ]),
      null,
      "two sessions in two lines",
    );
  },

  async "F32 F03 a comma in a browser's Cookie header is part of a value, and starts no other cookie"(client) {
    const { token } = await client.signUp();
    for (const browser of [
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "none" },
      { origin: client.origin },
      { "user-agent": "Mozilla/5.0 (Macintosh)" },
    ]) {
      for (const separator of [", ", ",", " , ", ",\t"]) {
        checkSame(
          await whoIs(client, { ...browser, cookie: `x=1${separator}${client.cookieName}=${token}` }),
          null,
          JSON.stringify([browser, separator]),
        );
      }
    }
  },

  async "CK04 the whole name of a cookie is compared, case included, wherever the cookie is"(client) {
    const { token, email } = await client.alice();
    const { cookieName: name } = client;
    const other = [
      `${name.toUpperCase()}=${token}`,
      `x${name}=${token}`,
      `${name}x=${token}`,
      `${name} =${token}`,
      `${name}`,
      `=${token}`,
      `theme=${name}=${token}`,
      `__Secure-${name}=${token}`,
      `$${name}=${token}`,
    ];
    for (const cookie of other) checkSame(await whoIs(client, { cookie }), null, cookie);
    const found = [
      `a=b; ${name}=${token}; c=d`,
      `a=b;${name}=${token};`,
      `;;; ${name}=${token}`,
      ` ${name}=${token} `,
      `a="x;${name}=${token}`,
      `${name.toUpperCase()}=x; ${name}=${token}`,
      `x${name}=no; ${name}=${token}`,
    ];
    for (const cookie of found) checkSame(await whoIs(client, { cookie }), email, cookie);
  },

  async "CK04 odd bytes in a cookie are 401 or ignored, never 500"(client) {
    const { token, email } = await client.alice();
    const odd = [
      "\u00ff\u00fe",
      "%00",
      "%",
      `"${token}"`,
      ` ${token.replace(".", " .")}`,
      `${token},${token}`,
      `${token}\\`,
      "\u00e9",
      "{}",
      "a=b=c",
      "x".repeat(7000),
      `%22${token}%22`,
      token.replaceAll(".", "%2E"),
    ];
    for (const value of odd) checkSame(await whoIs(client, client.cookie(value)), null, value.slice(0, 60));
    checkSame(
      await whoIs(client, { cookie: `\u00ff=\u00fe; %=%; ${client.cookieName}=${token}; \u00e9` }),
      email,
      "beside odd neighbours",
    );
  },
};

const secureOnly: Cases = {
  async "CK02 the cookie has the __Host- prefix, and a cookie without it does not count"(client) {
    const alice = await client.alice();
    const answer = await client.post("/signin", alice);
    const token = cookieToken(client, answer);
    check((answer.headers.get("set-cookie") ?? "").startsWith("__Host-latchkey_session="), "the name");
    check(!/domain/i.test(answer.headers.get("set-cookie") ?? ""), "it names a domain");
    checkSame(await whoIs(client, { cookie: `latchkey_session=${token}` }), null, "the name without the prefix");
    checkSame(
      await whoIs(client, { cookie: `latchkey_session=planted; __Host-latchkey_session=${token}` }),
      alice.email,
      "beside another cookie",
    );
  },
};

function pair({ cookieName }: Client, ...values: readonly string[]): { cookie: string } {
  return { cookie: values.map((value) => `${cookieName}=${value}`).join("; ") };
}

/** White space that JavaScript or other programs trim, as far as a header of this runtime may contain it. */
function oddBlanks(): string[] {
  const blanks = [
    "\u00a0",
    "\u0085",
    "\u00ad",
    "\u1680",
    "\u2000",
    "\u2009",
    "\u200b",
    "\u2028",
    "\u2029",
    "\u202f",
    "\u205f",
    "\u3000",
    "\ufeff",
  ];
  return blanks.filter(fitsHeader);
}

function fitsHeader(text: string): boolean {
  try {
    return new Headers({ x: `a${text}b` }).get("x") === `a${text}b`;
  } catch {
    return false;
  }
}

export function cookieCases({ secureCookie }: Client): Cases {
  return secureCookie ? { ...shared, ...secureOnly } : shared;
}

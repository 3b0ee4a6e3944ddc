import type { Cases } from "./cases.ts";
import { checkSame } from "./check.ts";
import { bearer, checkRefused, freshEmail, PASSWORD, whoIs, type Client, type Fields } from "./client.ts";

const EVIL = "https://evil.example";

export const originCases: Cases = {
  async "CK08 from a cross-site origin the cookie does not count"(client) {
    const { token, email } = await client.alice();
    for (const headers of crossSite(client)) {
      const sentence = JSON.stringify(headers);
      const answer = await client.send("POST", "/signout", { ...headers, ...client.cookie(token) });
      checkRefused(answer, 403, "forbidden_origin", `signing out with ${sentence}`);
      checkSame(await whoIs(client, { ...headers, ...client.cookie(token) }, sentence), null, `/me with ${sentence}`);
    }
    checkSame(await whoIs(client, client.cookie(token)), email, "the session goes on");
  },

  async "CK08 from the same origin, by Sec-Fetch-Site or Origin, the cookie counts"(client) {
    const alice = await client.alice();
    const sameOrigin: Fields[] = [
      { origin: client.origin },
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "same-origin", origin: client.origin },
      { "sec-fetch-site": "none" },
    ];
    for (const headers of sameOrigin)
      checkSame(
        await whoIs(client, { ...headers, ...client.cookie(alice.token) }),
        alice.email,
        `/me with ${JSON.stringify(headers)}`,
      );
    for (const headers of sameOrigin.slice(0, 2)) {
      const { token } = await client.signIn(alice);
      const answer = await client.send("POST", "/signout", { ...headers, ...client.cookie(token) });
      checkSame(answer.status, 200, `signing out with ${JSON.stringify(headers)}`);
      checkSame(await whoIs(client, bearer(token)), null, "the session");
    }
  },

  async "CK08 a link on another site opens a page with the user signed in; a hidden frame or image does not"(client) {
    const { token, email } = await client.alice();
    const link = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      ...client.cookie(token),
    };
    checkSame(await whoIs(client, link), email, "a link");
    for (const change of [
      { "sec-fetch-dest": "iframe" },
      { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { "sec-fetch-mode": "cors" },
      { "sec-fetch-dest": "" },
    ]) {
      checkSame(await whoIs(client, { ...link, ...change }), null, JSON.stringify(change));
    }
    checkRefused(await client.send("POST", "/signout", link), 403, "forbidden_origin", "a form that navigates");
  },

  async "F53 a frame is signed in only if its Referer has a listed origin, and can only read"(client) {
    const { token, email } = await client.alice();
    const parent = client.trustedOrigin ?? "https://parent.example";
    const expected = client.trustedOrigin ? email : null;
    const frame = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "iframe",
      ...client.cookie(token),
    };
    for (const referer of [`${parent}/`, parent, `${parent}/page?x=1`])
      checkSame(await whoIs(client, { ...frame, referer }), expected, referer);
    for (const referer of [
      "",
      EVIL,
      `${EVIL}/${parent}`,
      `${parent}.evil.example/`,
      `http://${new URL(parent).host}/`,
      "null",
      "about:client",
      parent.slice(8),
    ]) {
      checkSame(await whoIs(client, { ...frame, referer }), null, `framed by "${referer}"`);
    }
    const referer = `${parent}/`;
    for (const change of [
      { "sec-fetch-mode": "no-cors" },
      { "sec-fetch-dest": "object" },
      { "sec-fetch-dest": "embed" },
      { origin: "null" },
      { origin: EVIL },
    ]) {
      checkSame(await whoIs(client, { ...frame, referer, ...change }), null, JSON.stringify(change));
    }
    checkRefused(
      await client.send("POST", "/signout", { ...frame, referer }),
      403,
      "forbidden_origin",
      "a form that navigates the frame",
    );
  },

  async "CK08 a bearer token works from any origin, but the answer is not shared by CORS"(client) {
    const { token, email } = await client.alice();
    const answer = await client.get("/me", { origin: EVIL, "sec-fetch-site": "cross-site", ...bearer(token) });
    checkSame([answer.status, answer.body.user.email], [200, email], "/me");
    checkSame(answer.headers.get("access-control-allow-origin"), null, "CORS");
  },

  async "CK09 an unsafe request with a cookie but without Origin and Sec-Fetch-Site is refused"(client) {
    const { token, email } = await client.alice();
    checkRefused(await client.send("POST", "/signout", client.cookie(token)), 403, "forbidden_origin", "signing out");
    checkRefused(
      await client.send("POST", "/signout", { ...client.cookie(token), ...bearer(token) }),
      403,
      "forbidden_origin",
      "with a bearer beside it",
    );
    checkRefused(
      await client.send("POST", "/signout", { cookie: `${client.cookieName}=a; ${client.cookieName}=${token}` }),
      403,
      "forbidden_origin",
      "with two cookies",
    );
    const body = JSON.stringify({ email, password: PASSWORD });
    const signIn = await client.send(
      "POST",
      "/signin",
      { "content-type": "application/json", ...client.cookie(token) },
      body,
    );
    checkRefused(signIn, 403, "forbidden_origin", "signing in");
    checkSame(await whoIs(client, client.cookie(token)), email, "the session goes on");
  },

  async "CK11 a cross-site page can sign nobody in or up, even with the right password and without a cookie"(client) {
    const alice = await client.alice();
    for (const headers of crossSite(client)) {
      const sentence = JSON.stringify(headers);
      for (const more of [{}, { "session-carrier": "bearer" }, client.cookie(alice.token)]) {
        const json = { "content-type": "application/json", ...headers, ...more };
        checkRefused(
          await client.send("POST", "/signin", json, JSON.stringify(alice)),
          403,
          "forbidden_origin",
          `signing in from ${sentence}`,
        );
        const newcomer = { email: freshEmail(), password: PASSWORD };
        checkRefused(
          await client.send("POST", "/signup", json, JSON.stringify(newcomer)),
          403,
          "forbidden_origin",
          `signing up from ${sentence}`,
        );
      }
    }
    const unsent = await client.send("POST", "/signin", { "content-type": "application/json" }, JSON.stringify(alice));
    checkSame(unsent.status, 200, "a client that is no browser");
  },

  async "CK12 only the documented method of a path changes state; any other is 405 with Allow"(client) {
    const { token, email } = await client.alice();
    const page = { origin: client.origin, ...client.cookie(token) };
    for (const [path, allowed] of [
      ["/me", "GET"],
      ["/signout", "POST"],
      ["/signin", "POST"],
      ["/signup", "POST"],
    ] as const) {
      const options = await client.send("OPTIONS", path, page);
      const allow = options.headers.get("allow") ?? "";
      // PATCH /me exists where ownAccountRoutes is mounted.
      const listed = allowed === "GET" ? "GET, HEAD" : allowed;
      checkSame(
        [options.status, options.text, allow.replace("HEAD, PATCH,", "HEAD,")],
        [204, "", `${listed}, OPTIONS`],
        `OPTIONS ${path}`,
      );
      for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].filter(
        (one) => !allow.split(", ").includes(one),
      )) {
        const override = { "x-http-method-override": allowed, "x-http-method": allowed, "x-method-override": allowed };
        const answer = await client.send(method, `${path}?_method=${allowed}`, { ...page, ...override });
        checkSame([answer.status, answer.headers.get("allow")], [405, allow], `${method} ${path}`);
        checkSame(
          [answer.headers.get("set-cookie"), method === "HEAD" ? "method_not_allowed" : answer.body.code],
          [null, "method_not_allowed"],
          `${method} ${path}`,
        );
      }
    }
    checkSame(await whoIs(client, client.cookie(token)), email, "the session goes on");
  },

  async "CK15 origins are compared as a whole: another prefix, suffix, case, port or scheme does not match"(client) {
    const { token, email } = await client.alice();
    for (const origin of [client.origin, ...(client.trustedOrigin ? [client.trustedOrigin] : [])].flatMap(lookalikes)) {
      const headers = { origin, ...client.cookie(token) };
      const answer = await client.send("POST", "/signout", headers);
      checkRefused(answer, 403, "forbidden_origin", origin);
      checkSame(answer.headers.get("access-control-allow-origin"), null, `CORS for ${origin}`);
      checkSame(await whoIs(client, headers), null, `/me from ${origin}`);
    }
    checkSame(await whoIs(client, client.cookie(token)), email, "the session goes on");
  },
};

function crossSite({ origin }: Client): readonly Fields[] {
  return [
    { origin: EVIL },
    { origin: "null" },
    { origin: EVIL, "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site", origin },
    { "sec-fetch-site": "SAME-ORIGIN" },
    { origin: EVIL, referer: `${origin}/`, "x-forwarded-host": "evil.example", forwarded: "host=evil.example" },
  ];
}

function lookalikes(origin: string): string[] {
  const { protocol, host, hostname, port } = new URL(origin);
  const otherScheme = protocol === "https:" ? "http:" : "https:";
  return [
    `${origin}.evil.example`,
    `${protocol}//evil${host}`,
    `${protocol}//evil.${host}`,
    `${protocol}//${hostname}:${Number(port || 0) + 1}`,
    `${otherScheme}//${host}`,
    `${origin}/`,
    `${origin}, ${EVIL}`,
    `${EVIL}, ${origin}`,
    `${protocol}//user@${host}`,
    `${origin}@evil.example`,
    `${origin}#`,
    `${origin}?`,
    origin.toUpperCase(),
    `${EVIL}/${origin}`,
    ` ${EVIL} ${origin}`,
  ];
}

import { expect, it } from "vitest";
import { createClient, type Client, type ConversationOptions, type Fields } from "../conversation/client.ts";
import { AWAY } from "../support/away.ts";
import { nextRouterCases } from "./next-router.ts";
import type { Site } from "./people.ts";

/** What a browser says of a request by a script of the page. */
const OWN_SCRIPT = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
/** The router asks for a page, and not for a document. No such request passes proxy.ts. */
const RSC = { rsc: "1" };
/** To proxy.ts it is one of the router; Next.js takes it for one of a browser. */
const AROUND_PROXY = { rsc: "0" };
const PREFETCH = { ...RSC, "next-router-prefetch": "1" };

/** What Next.js answers beside pages: parts of them for its router, and server actions. */
export function nextCases(options: ConversationOptions, site: () => Site): void {
  /** A request to a page, and to where Next.js sends the router for the same page. */
  const ask = async (client: Client, place: string, headers: Fields) => {
    const answer = await client.get(client.origin + place, headers);
    const location = answer.headers.get("location");
    return location?.startsWith(`${place}?_rsc`) ? client.get(client.origin + location, headers) : answer;
  };
  const greeting = async (client: Client, token: string) =>
    /<h1>(.*?)<\/h1>/.exec((await client.get(`${client.origin}/hello`, client.cookie(token))).text)?.[1];

  it("Y08 CK08 what the router gets of a page for signed-in users goes to them alone, into no cache", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    const own = await ask(client, "/hello", { ...client.cookie(token), ...OWN_SCRIPT, ...RSC });
    expect(own.text).toContain(email);
    expect(own.headers.get("cache-control")).toMatch(/\bprivate\b.*\bno-store\b/);
    for (const foreign of ["cross-site", "same-site"]) {
      const headers = { ...client.cookie(token), ...OWN_SCRIPT, ...RSC, "sec-fetch-site": foreign };
      expect((await ask(client, "/hello", headers)).text, foreign).not.toContain(email);
    }
    for (const part of ["/_tree", "/_full", "/_head", "/hello", "/hello/__PAGE__"]) {
      const headers = { ...client.cookie(token), ...OWN_SCRIPT, ...PREFETCH, "next-router-segment-prefetch": part };
      expect((await ask(client, "/hello", headers)).text, part).not.toContain(email);
    }
  });

  it("SE02 what leads around proxy.ts leads to no page of a session that has ended", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    const signedOut = { ...client.cookie(token), origin: client.origin };
    expect(await client.send("POST", "/signout", signedOut)).toMatchObject({ status: 200 });
    const inner = ["proxy", "src/proxy", "middleware", "src/middleware", "pages/_middleware"];
    for (const headers of [
      {},
      RSC,
      PREFETCH,
      AROUND_PROXY,
      { "x-middleware-next": "1" },
      { "x-middleware-rewrite": "/hello" },
      { "x-invoke-path": "/hello", "x-matched-path": "/hello" },
      { "next-resume": "1" },
      ...inner.map((name) => ({ "x-middleware-subrequest": Array(6).fill(name).join(":") })),
    ]) {
      const { text } = await ask(client, "/hello", { ...client.cookie(token), ...(headers as Fields) });
      expect(text, JSON.stringify(headers)).not.toContain(email);
    }
  });

  it("CK08 CK09 a server action checks for itself who calls it, and from where", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    const { text } = await client.get(`${client.origin}/hello`, client.cookie(token));
    const [, action = ""] = /\$ACTION_ID_([\da-f]+)/.exec(text) ?? [];
    /** As scripts of Next.js call `saveGreeting`. */
    const call = (words: string, headers: Fields) => {
      const part = (name: string, value: string) =>
        `--of-an-action\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
      const body = `${part("_1_greeting", words)}${part("0", '["$K1"]')}--of-an-action--\r\n`;
      const type = { "content-type": "multipart/form-data; boundary=of-an-action", accept: "text/x-component" };
      return client.send("POST", `${client.origin}/hello`, { ...type, "next-action": action, ...headers }, body);
    };
    const evil = { origin: "https://evil.example" };
    for (const headers of [
      { ...OWN_SCRIPT, origin: client.origin },
      { ...OWN_SCRIPT, origin: client.origin, cookie: `${client.cookieName}=${token}x` },
      client.cookie(token),
      { ...client.cookie(token), origin: "null" },
      { ...client.cookie(token), ...evil },
      { ...client.cookie(token), ...evil, "x-forwarded-host": "evil.example" },
      { ...client.cookie(token), ...evil, "x-forwarded-host": "evil.example", "sec-fetch-site": "cross-site" },
      { ...client.cookie(token), origin: client.origin, "sec-fetch-site": "same-site" },
    ]) {
      for (const around of [{}, AROUND_PROXY]) await call("Bad day", { ...headers, ...around });
      expect(await greeting(client, token), JSON.stringify(headers)).toMatch(/^Hello/);
    }
    const own = { ...client.cookie(token), ...OWN_SCRIPT, origin: client.origin };
    for (const [words, around] of [
      ["Good day", {}],
      ["Good evening", AROUND_PROXY],
    ] as const) {
      expect((await call(words, { ...own, ...around })).status).toBe(200);
      expect(await greeting(client, token)).toBe(`${words}, ${email}`);
    }
  });

  it("no parameter leads somebody who is signed in off a site in Next.js", async () => {
    const client = createClient(options);
    const { token } = await client.signUp();
    const asked = await client.get(`${client.origin}/hello?a=b%26c`);
    expect(asked.headers.get("location")).toBe("/auth/sign-in?next=%2Fhello%3Fa%3Db%2526c");
    for (const form of ["/auth/sign-in", "/auth/sign-up"]) {
      const location = async (next: string) => {
        const query = new URLSearchParams({ next });
        return (await client.get(`${client.origin}${form}?${query}`, client.cookie(token))).headers.get("location");
      };
      expect(await location("/hello?a=b%26c")).toBe("/hello?a=b%26c");
      for (const next of AWAY) expect(await location(next), next).toBe("/hello");
    }
  });

  nextRouterCases(options, site);
}

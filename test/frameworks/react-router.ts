import { expect, it } from "vitest";
import { createClient, type Client, type ConversationOptions, type Fields } from "../conversation/client.ts";
import { AWAY } from "../support/away.ts";

/** What a browser says of a request by a script of the page. */
const OWN_SCRIPT = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };

/** What React Router answers beside pages: data for its scripts, and forms of its own. */
export function reactRouterCases(options: ConversationOptions): void {
  const path = (client: Client, place: string) => client.origin + place;
  const send = (client: Client, place: string, headers: Fields) => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return client.send("POST", path(client, place), { ...type, ...headers }, "greeting=Bad+day");
  };
  const foreign = (client: Client): Fields[] => [
    {},
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: client.origin, "sec-fetch-site": "cross-site" },
    { origin: client.origin, "sec-fetch-site": "same-site" },
  ];

  it("Y08 CK08 the data of a page for signed-in users goes to their own pages alone, and into no cache", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    for (const place of ["/hello.data", "/hello.data?_routes=routes%2Fhello", "/hello.data?_routes=root"]) {
      const own = await client.get(path(client, place), { ...client.cookie(token), ...OWN_SCRIPT });
      expect(own.text, place).toContain(email);
      expect(own.headers.get("cache-control"), place).toBe("private, no-store");
      for (const site of ["cross-site", "same-site"]) {
        const headers = { ...client.cookie(token), ...OWN_SCRIPT, "sec-fetch-site": site };
        expect((await client.get(path(client, place), headers)).text, `${place} ${site}`).not.toContain(email);
      }
    }
  });

  it("CK08 CK09 an action is refused as data, too, and changes nothing", async () => {
    const client = createClient(options);
    const { token } = await client.signUp();
    for (const headers of foreign(client)) {
      await send(client, "/hello.data", { ...client.cookie(token), ...headers });
      const { text } = await client.get(path(client, "/hello"), client.cookie(token));
      expect(text, JSON.stringify(headers)).not.toContain("Bad day");
    }
    const own = { ...client.cookie(token), origin: client.origin, ...OWN_SCRIPT };
    expect(await send(client, "/hello.data", own)).toMatchObject({ status: 202 });
    expect((await client.get(path(client, "/hello"), client.cookie(token))).text).toContain("Bad day");
  });

  it("CK08 SE02 the form of signing out ends the session from its own pages alone", async () => {
    const client = createClient(options);
    const { token } = await client.signUp();
    for (const place of ["/sign-out", "/sign-out.data"]) {
      for (const headers of foreign(client)) {
        const answer = await send(client, place, { ...client.cookie(token), ...headers });
        expect(answer.headers.getSetCookie(), JSON.stringify(headers)).toEqual([]);
        expect((await client.get("/me", client.cookie(token))).status, JSON.stringify(headers)).toBe(200);
      }
    }
    const { status, headers } = await send(client, "/sign-out", { ...client.cookie(token), origin: client.origin });
    expect([status, headers.get("location")]).toEqual([302, "/sign-in"]);
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(`^${client.cookieName}=; Max-Age=0;`)]);
    expect((await client.get("/me", client.cookie(token))).status).toBe(401);
  });

  it("behind a proxy that ends TLS, forms of the origin that the build was told of are taken", async () => {
    const client = createClient(options);
    const { token } = await client.signUp();
    const origin = client.origin.replace("http:", "https:");
    const headers = { ...client.cookie(token), origin, "sec-fetch-site": "same-origin" };
    expect((await send(client, "/hello", headers)).headers.get("location")).toBe("/hello");
    expect((await client.get(path(client, "/hello"), client.cookie(token))).text).toContain("Bad day");
  });

  it("no parameter leads somebody who signs in off the origin", async () => {
    const client = createClient(options);
    const { token } = await client.signUp();
    const asked = await client.get(path(client, "/hello?a=b%26c"));
    expect(asked.headers.get("location")).toBe("/sign-in?next=%2Fhello%3Fa%3Db%2526c");
    const location = async (next: string) => {
      const query = new URLSearchParams({ next });
      return (await client.get(path(client, `/sign-in?${query}`), client.cookie(token))).headers.get("location");
    };
    expect(await location("/hello?a=b%26c")).toBe("/hello?a=b%26c");
    for (const next of AWAY) expect(await location(next), next).toBe("/hello");
  });
}

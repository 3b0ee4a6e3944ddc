import { expect, it } from "vitest";
import { createClient, type Client, type ConversationOptions, type Fields } from "../conversation/client.ts";
import { AWAY } from "../support/away.ts";

const OWN_PAGE = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };

/** What TanStack Start answers beside pages: its server functions, which anybody can call. */
export function tanstackStartCases(options: ConversationOptions): void {
  it("Y08 CK08 CK09 no server function tells strangers or foreign pages anything, and no cache keeps it", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    const urls = await serverFunctions(client, client.cookie(token));
    expect(urls.length).toBeGreaterThanOrEqual(3);
    let answers = 0;
    for (const url of urls) {
      for (const calls of [{ "x-tsr-serverfn": "true" }, {}] as Fields[]) {
        const own = await client.get(url, { ...client.cookie(token), ...OWN_PAGE, ...calls });
        if (own.text.includes(email)) answers++;
        if (own.status < 300) expect(own.headers.get("cache-control"), url).toBe("private, no-store");
        const strangers: Fields[] = [
          OWN_PAGE,
          client.cookie(token),
          { ...client.cookie(token), origin: "https://evil.example" },
          { ...client.cookie(token), origin: client.origin, "sec-fetch-site": "cross-site" },
          { ...client.cookie(token), ...OWN_PAGE, "sec-fetch-site": "same-site" },
        ];
        for (const headers of strangers) {
          const { text } = await client.get(url, { ...headers, ...calls });
          expect(text, JSON.stringify(headers)).not.toContain(email);
        }
      }
    }
    // The session for the root, and the greeting; each as its own page calls it, and as a plain request.
    expect(answers).toBe(4);
  });

  it("no parameter of TanStack Start's pages leads somebody who signs in off the origin", async () => {
    const client = createClient(options);
    const { token } = await client.signUp();
    const location = async (path: string, headers: Fields) =>
      (await client.get(client.origin + path, headers)).headers.get("location");
    expect(await location("/hello?a=b", {})).toBe("/sign-in?next=%2Fhello%3Fa%3Db");
    for (const page of ["/sign-in", "/sign-up"]) {
      const goOn = (next: string) => location(`${page}?${new URLSearchParams({ next })}`, client.cookie(token));
      expect(await goOn("/hello?a=b")).toBe("/hello?a=b");
      // TanStack Router reads JSON in parameters.
      for (const next of [...AWAY, '"//evil.example"', '["//evil.example"]'])
        expect(await goOn(next), next).toBe("/hello");
    }
  });
}

/** The addresses of the functions that the page for signed-in users calls, as its scripts name them. */
async function serverFunctions(client: Client, cookie: Fields): Promise<readonly string[]> {
  const page = await client.get(`${client.origin}/hello`, cookie);
  const scripts = new Set(page.text.match(/\/assets\/[\w.-]+\.js/g));
  const sources = await Promise.all([...scripts].map((path) => client.get(client.origin + path)));
  const ids = sources.flatMap(({ text }) => text.match(/\b[\da-f]{64}\b/g) ?? []);
  return [...new Set(ids)].map((id) => `${client.origin}/_serverFn/${id}`);
}

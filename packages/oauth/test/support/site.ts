import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { github, openid, type Provider } from "@latchkey/oauth";
import { toNodeHandler } from "@latchkey/http/node";
import { chromium, type Browser, type Page } from "playwright-core";
import { CLIENT, openApplication, type Options } from "./application.ts";
import { githubProvider, openIdProvider } from "./counterparts.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
export const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

export function openBrowser(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath, args });
}

/** A request of a browser to the site, as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly cookie: string;
}

/**
 * A site at `http://localhost:<port>` with buttons for three providers, which are at `http://127.0.0.1`, another site:
 * an OpenID provider, the same with `form_post`, and one in the manner of GitHub.
 */
export async function openSite(options: Options = {}) {
  const arrived: Arrived[] = [];
  let answer = (_request: IncomingMessage, response: ServerResponse): void => void response.end();
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    arrived.push({ method, path: url, cookie: headers.cookie ?? "" });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  const back = (id: string) => `${origin}/auth/oauth/${id}/callback`;
  const okta = await openIdProvider([{ ...CLIENT, redirect_uris: [back("okta"), back("posts")] }]);
  const git = await githubProvider({ ...CLIENT, redirect_uris: [back("github-enterprise")] });
  const { client_id: clientId, client_secret: clientSecret } = CLIENT;
  const common = { issuer: okta.issuer, clientId, clientSecret };
  const providers: Provider[] = [
    openid("okta", { ...common, name: "Okta" }),
    openid("posts", { ...common, name: "Posts", responseMode: "form_post" }),
    github({ clientId, clientSecret, origin: git.origin, trustsEmail: true }),
  ];
  const application = openApplication(providers, { ...options, origin });
  const handler = toNodeHandler(application.handler);
  answer = (request, response) => {
    const { pathname } = new URL(request.url!, origin);
    if (pathname.startsWith("/auth/") && pathname !== "/auth/sign-in") handler(request, response);
    else show(response, pathname);
  };
  function show(response: ServerResponse, path: string): void {
    const buttons = providers.map(({ id, name }) => `<a href="/auth/oauth/${id}?next=/orders">${name}</a>`);
    const html = `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>${buttons.join(" ")}`;
    response.setHeader("content-type", "text/html; charset=utf-8").end(`${html}<p>${path}</p></html>`);
  }

  return {
    ...application,
    origin,
    okta,
    arrived,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export type Site = Awaited<ReturnType<typeof openSite>>;

/** What a script of the page gets. */
export interface Said {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** A request of a script on the page, from the browser itself. */
export function ask(page: Page, path: string, body?: object): Promise<Said> {
  return page.evaluate(
    async ([path, body]) => {
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      const response = await fetch(path!, body === null ? {} : (init as RequestInit));
      return { status: response.status, body: await response.json() };
    },
    [path, body ? JSON.stringify(body) : null] as const,
  );
}

/** Who is signed in on this page, by the address. */
export async function whoIs(page: Page): Promise<string | null> {
  const { status, body } = await ask(page, "/auth/me");
  return status === 200 ? body.user.email : null;
}

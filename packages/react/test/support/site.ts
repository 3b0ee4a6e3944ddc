import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createAuth, type Auth, type AuthOptions, type Storage } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { memoryStorage } from "@latchkey/core/memory";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { stepUp } from "@latchkey/core/step-up";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import { usernames } from "@latchkey/core/usernames";
import * as http from "@latchkey/http";
import { toNodeHandler } from "@latchkey/http/node";
import { socialRoutes, type Social } from "@latchkey/oauth";
import { initialSession } from "@latchkey/react";
import { bundleSite, type ReactVersion } from "./bundle-site.ts";

const styles = readFileSync(join(import.meta.dirname, "../../styles.css"), "utf8");
const page = `:root{color-scheme:light dark;--back:#f4f5f8}body{margin:0;padding:1.5rem 1rem;background:var(--back);
font-family:system-ui,sans-serif}h1{font-size:1rem}main{max-inline-size:42rem;margin-inline:auto}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--back:#0f1115;color:#eceef3}}`;

export interface Site {
  readonly origin: string;
  readonly auth: Auth;
  /** The requests below `/auth` since the last call, as `GET /me`. */
  requests(): readonly string[];
  /** The token of the newest mail to an address. */
  mailed(address: string): Promise<string>;
  /** Whether the database answers. */
  setDatabase(state: "up" | "down"): void;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly react?: ReactVersion;
  readonly auth?: Partial<AuthOptions>;
  /** What is offered beside passwords. Default: everything but user names. */
  readonly offers?: readonly ("usernames" | "companions")[];
  /** Sign-in by providers, once the origin is known. */
  readonly social?: ((auth: Auth, origin: string) => Promise<Social>) | undefined;
  /** Further routes, once the origin is known. */
  readonly routes?: ((auth: Auth, origin: string) => readonly http.Route[]) | undefined;
}

/**
 * An application with every component, over a real handler. A page's query says how it is made:
 *
 * - `render=browser`: the server renders nothing; else the page is rendered, and React takes it over;
 * - `session=known`, `methods=known`: the page comes with what the server knows;
 * - `lang`, `dir`, `theme`: attributes of the document.
 */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const { react = 19, offers = ["companions"] } = options;
  const bundle = await bundleSite(react);
  const { storage, setDatabase } = breakable(memoryStorage());
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const auth = createAuth({ storage, secret, passwords: fastHasher(), ...options.auth }) as Auth;
  const box = mailbox();
  let answer: RequestListener = (_request, response) => void response.end();
  const server = createServer((request, response) => answer(request, response)).listen(0, "localhost");
  await once(server, "listening");
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const social = await options.social?.(auth, origin);
  const routes = [
    ...(social ? socialRoutes(social) : []),
    ...(options.routes?.(auth, origin) ?? []),
    ...(offers.includes("companions") ? companionRoutes(auth, box.deliver) : []),
    ...(offers.includes("usernames") ? http.usernameRoutes(usernames(auth)) : []),
  ];
  const client = ({ headers }: Request) => ({ address: "192.0.2.7", agent: headers.get("user-agent") });
  const handler = http.createHandler(auth, { routes, client, onError: () => {} });
  const authenticate = http.createAuthenticator(auth);
  const accounts = toNodeHandler(handler);
  const asked: string[] = [];

  const document = async (url: URL, headers: Headers): Promise<string> => {
    const has = (name: string, value: string) => url.searchParams.get(name) === value;
    const language = url.searchParams.get("lang") ?? "en";
    const known = has("session", "known") && initialSession(await authenticate({ headers }));
    const methods = has("methods", "known") && (await offered(handler));
    const hints = {
      path: url.pathname,
      language,
      ...(known !== false && { initialSession: known }),
      ...(methods && { methods }),
    };
    const attribute = (name: string, value: string | null) => (value ? ` ${name}="${value}"` : "");
    const root = has("render", "browser") ? "" : bundle.render(hints);
    return `<!doctype html><html lang="${language}"${attribute("dir", url.searchParams.get("dir"))}${attribute(
      "data-theme",
      url.searchParams.get("theme"),
    )}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shop</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/styles.css"></head>
<body><main><h1>Shop</h1><div id="root">${root}</div></main>
<script type="application/json" id="hints">${JSON.stringify(hints).replaceAll("<", "\\u003c")}</script>
<script src="/app.js" defer></script></body></html>`;
  };

  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/auth/")) {
      asked.push(`${request.method} ${url.pathname.slice(5)}`);
      return void accounts(request, response);
    }
    const send = (type: string, text: string) => response.setHeader("content-type", type).end(text);
    if (url.pathname === "/app.js") return void send("text/javascript", bundle.script);
    if (url.pathname === "/styles.css") return void send("text/css", page + styles);
    const headers = new Headers(Object.entries(request.headers) as [string, string][]);
    send("text/html; charset=utf-8", await document(url, headers));
  };
  answer = (request, response) => void reply(request, response);
  return {
    origin,
    auth,
    requests: () => asked.splice(0),
    mailed: box.last,
    setDatabase,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function companionRoutes(auth: Auth, deliver: (address: string, token: string) => void) {
  const keys = apiKeys(auth, { scopes: ["read", "deploy"] });
  const reset = passwordReset(auth, { send: ({ user, token }) => deliver(user.email, token) });
  const verification = emailVerification(auth, { send: ({ user, token }) => deliver(user.email, token) });
  const change = emailChange(auth, { send: ({ email, token }) => deliver(email, token), notify: () => {} });
  const byMail = mailSignIn(auth, {
    send: ({ email, token, code }) => deliver(`mail ${email}`, `${token} ${code}`),
    sendProof: ({ email, code }) => deliver(`proof ${email}`, code),
  });
  return [
    ...http.mailSignInRoutes(byMail),
    ...http.sessionRoutes(sessions(auth)),
    ...http.passwordChangeRoutes(passwordChange(auth)),
    ...http.passwordResetRoutes(reset),
    ...http.emailVerificationRoutes(verification),
    ...http.emailChangeRoutes(change),
    ...http.ownAccountRoutes(ownAccount(auth)),
    ...http.apiKeyRoutes(keys),
    ...http.stepUpRoutes(stepUp(auth)),
  ];
}

async function offered(handler: http.Handler) {
  const response = await handler.local(new Request("http://localhost/methods"));
  return ((await response.json()) as { methods: object }).methods;
}

function mailbox() {
  const newest = new Map<string, string>();
  const waiting = new Map<string, (token: string) => void>();
  return {
    deliver(address: string, token: string) {
      newest.set(address, token);
      waiting.get(address)?.(token);
      waiting.delete(address);
    },
    last: async (address: string): Promise<string> => {
      const token = newest.get(address);
      newest.delete(address);
      return token ?? new Promise((resolve) => waiting.set(address, resolve));
    },
  };
}

/** A storage whose database can go away. */
function breakable(whole: Storage) {
  let isDown = false;
  const guard = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member === "object" && member !== null) return guard(member);
        if (typeof member !== "function") return member;
        return async (...input: unknown[]) => {
          if (isDown) throw new Error("The database does not answer");
          return Reflect.apply(member, target, input) as unknown;
        };
      },
    });
  return { storage: guard(whole), setDatabase: (state: "up" | "down") => void (isDown = state === "down") };
}

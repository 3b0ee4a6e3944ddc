import { createHash } from "node:crypto";
import { type Auth, type AuthEvent, type SecretRing, type Storage, createAuth, pbkdf2 } from "@latchkey/core";
import { commonPasswords } from "@latchkey/core/common-passwords";
import { throttle } from "@latchkey/core/throttle";
import { users } from "@latchkey/core/users";
import { type HandlerOptions, createHandler } from "@latchkey/http";
import { openApiRoutes } from "@latchkey/http/openapi";
import { type Social, socialSignIn } from "@latchkey/oauth";
import { pageRoutes, pages } from "@latchkey/pages";
import { type Config, pathBelow } from "./config.ts";
import { companionsOf, routesOf } from "./features.ts";
import { CliError } from "./log.ts";
import { isLoopback } from "./loopback.ts";
import { PBKDF2_ITERATIONS } from "./password-cost.ts";
import { openMails } from "./mails.ts";
import type { ServerContext } from "./server-context.ts";
import type { Fetch } from "./web-server.ts";

/** SDK option → environment variable. */
const VARIABLES: Readonly<Record<string, string>> = {
  secret: "AUTH_SECRET",
  basePath: "AUTH_BASE_PATH",
  trustedOrigins: "AUTH_TRUSTED_ORIGINS",
};

/** What the server answers with, and what it must close at the end. */
export interface Mount {
  readonly fetch: Fetch;
  close(): void;
}

/**
 * Everything that the server answers: its pages, and the routes of the SDK below the base path. Development shows mails
 * in the terminal and serves `/openapi.json`. Production sends mails by SMTP. Without it there are no routes and pages
 * that need a mail.
 *
 * @throws CliError for a value that the SDK refuses
 */
export function mount(config: Config, storage: Storage, server: ServerContext): Mount {
  const { isProduction, name, origin } = config;
  const base = pathBelow(config, "");
  try {
    const mails = openMails(config, server);
    const auth = createAuth({
      storage,
      secret: secretRing(server.secret, config.alsoSecret),
      passwords: pbkdf2({ iterations: PBKDF2_ITERATIONS }),
      passwordPolicy: { common: commonPasswords(), serviceName: ["latchkey", name] },
      guards: [throttle()],
      hooks: { after: (event) => afterwards(event) },
    });
    const ownOrigin = origin ?? server.url();
    const companions = companionsOf(auth, mails, socialOf(auth, config, ownOrigin));
    const notify = mails?.notices(users(auth));
    const afterwards = async (event: AuthEvent) => {
      const { type, userId, client } = event;
      notify?.(event);
      if (type === "user.created" && userId !== null) await companions.emailVerification?.sendTo(userId, client);
    };

    const routes = routesOf(auth, companions);
    // The pages ask for no user name: with it, each sign-up would need one.
    const ownPages = pageRoutes(pages(auth, { name, ...companions, usernames: undefined }));
    const described = isProduction ? [] : openApiRoutes(routes, { basePath: base, cookie: "latchkey_session" });
    const handler = createHandler(auth, {
      basePath: config.basePath,
      // Behind a proxy the request's own URL is not the origin that browsers name.
      trustedOrigins: [...config.trustedOrigins, ...(origin === null ? [] : [origin])],
      cookie: { secure: isProduction },
      client: agentOf,
      routes: [...routes, ...ownPages, ...described],
      onError: server.onError,
    });
    return {
      fetch: async (request) =>
        startPage(request, base) ?? (companions.social && toOwnHost(request, ownOrigin)) ?? handler(request),
      close: () => mails?.close(),
    };
  } catch (error) {
    throw error instanceof TypeError ? new CliError(`${inVariables(error.message)}.`) : error;
  }
}

/**
 * Both secrets as a ring. An id depends on its secret alone, so processes before and after a step of a rotation accept
 * each other's tokens.
 */
function secretRing(secret: string, also: string | undefined): SecretRing {
  if (also === undefined || also === secret) return secret;
  return [secret, also].map((text) => ({
    id: createHash("sha256").update(text).digest("base64url").slice(0, 4),
    secret: text,
  }));
}

/** No address: behind a proxy it would be the proxy's, and any client can write a forwarding header. */
const agentOf: NonNullable<HandlerOptions["client"]> = ({ headers }) => ({ agent: headers.get("user-agent") });

/** Names the variable instead of the option: the SDK's sentences begin with the option's name. */
function inVariables(sentence: string): string {
  return sentence.replace(/^\w+/, (option) => VARIABLES[option] ?? option);
}

/** The start page leads to the account, which leads to signing in. `null` for every other request. */
function startPage({ method, url }: Request, base: string): Response | null {
  if (URL.parse(url)?.pathname !== "/" || (method !== "GET" && method !== "HEAD")) return null;
  return new Response(null, { status: 303, headers: { location: `${base}/account`, "cache-control": "no-store" } });
}

/** Signing in with accounts at providers. `undefined`: there is no provider. */
function socialOf(auth: Auth, config: Config, origin: string): Social | undefined {
  const { providers, basePath } = config;
  if (providers.length === 0) return undefined;
  return socialSignIn(auth, { origin, providers, basePath, defaultPath: pathBelow(config, "/account") });
}

/**
 * On this machine, one server is at `localhost` and at `127.0.0.1`, but a cookie is at one of them alone. Who opens a
 * page under the other name is sent to the one that providers send people back to. `null` for every other request.
 */
function toOwnHost({ method, url, headers }: Request, origin: string): Response | null {
  const [asked, own] = [new URL(url), new URL(origin)];
  const isPage = method === "GET" && headers.get("sec-fetch-mode") === "navigate";
  if (!isPage || asked.host === own.host || !isLoopback(asked.hostname) || !isLoopback(own.hostname)) return null;
  const location = origin + asked.pathname + asked.search;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

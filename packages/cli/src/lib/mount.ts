import { createHash } from "node:crypto";
import { type AuthEvent, type SecretRing, type Storage, createAuth, pbkdf2 } from "@latchkey/core";
import { commonPasswords } from "@latchkey/core/common-passwords";
import { throttle } from "@latchkey/core/throttle";
import { type HandlerOptions, createHandler } from "@latchkey/http";
import { openApiRoutes } from "@latchkey/http/openapi";
import type { Config } from "./config.ts";
import { type MailFeatures, accountRoutes, mailFeatures, terminalMailer } from "./features.ts";
import { CliError } from "./log.ts";
import { readPackageFile } from "./package.ts";
import type { Fetch } from "./web-server.ts";

/** SDK option → environment variable. */
const VARIABLES: Readonly<Record<string, string>> = {
  secret: "AUTH_SECRET",
  basePath: "AUTH_BASE_PATH",
  trustedOrigins: "AUTH_TRUSTED_ORIGINS",
};

/** OWASP's figure for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet): Node computes it natively. */
const PBKDF2_ITERATIONS = 220_000;

/** What the routes need from the server around them. */
export interface ServerContext {
  readonly secret: string;
  readonly onError: (error: unknown) => void;
  readonly info: (text: string) => void;
  /** The server's URL, once it listens. */
  readonly url: () => string;
}

/**
 * Everything that the server answers: the page, and the routes of the SDK below the base path. Development shows mails
 * in the terminal and serves `/openapi.json`. Production has no routes that need mail, because the server cannot send
 * any yet.
 *
 * @throws CliError for a value that the SDK refuses
 */
export function mount(config: Config, storage: Storage, server: ServerContext): Fetch {
  const { basePath, trustedOrigins, isProduction } = config;
  const { secret, onError, info, url } = server;
  try {
    const sendVerification = async ({ type, userId, client }: AuthEvent) => {
      if (type === "user.created" && userId !== null) await mailed?.verification.sendTo(userId, client);
    };
    const auth = createAuth({
      storage,
      secret: secretRing(secret, config.alsoSecret),
      passwords: pbkdf2({ iterations: PBKDF2_ITERATIONS }),
      passwordPolicy: { common: commonPasswords(), serviceName: "latchkey" },
      guards: [throttle()],
      hooks: { after: sendVerification },
    });
    const mail = terminalMailer(info, () => url() + (basePath === "/" ? "" : basePath));
    const mailed: MailFeatures | null = isProduction ? null : mailFeatures(auth, mail, onError);

    const routes = [...accountRoutes(auth), ...(mailed?.routes ?? [])];
    const cookie = { secure: isProduction };
    const described = isProduction
      ? []
      : openApiRoutes(routes, { basePath: basePath === "/" ? "" : basePath, cookie: "latchkey_session" });
    const handler = createHandler(auth, {
      basePath,
      trustedOrigins,
      cookie,
      client: agentOf,
      routes: [...routes, ...described],
      onError,
    });
    const page = readPage(basePath);
    return async (request) => page(request) ?? handler(request);
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

/** Loads from this server only, no inline code, and no page may frame it (CSP Level 3). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  // The script sends the form. Without the script, the browser must not put the password into a URL.
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The page at `/` for trying the server out, and the two files that it loads; `null` for every other request. */
export function readPage(basePath: string): (request: Request) => Response | null {
  const html = readPackageFile("page/index.html").replaceAll("{{basePath}}", basePath === "/" ? "" : basePath);
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    "/": ["text/html", html],
    "/app.css": ["text/css", readPackageFile("page/app.css")],
    "/app.js": ["text/javascript", readPackageFile("page/app.js")],
  };
  return ({ method, url }) => {
    const pathname = URL.parse(url)?.pathname ?? "";
    if (!Object.hasOwn(files, pathname) || (method !== "GET" && method !== "HEAD")) return null;
    const [type, text] = files[pathname]!;
    return new Response(text, { headers: { ...HEADERS, "content-type": `${type}; charset=utf-8` } });
  };
}

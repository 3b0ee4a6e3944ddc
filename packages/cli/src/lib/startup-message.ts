import { randomInt } from "node:crypto";
import { ADMIN_PATH } from "./admin-pool.ts";
import { type Config, pathBelow } from "./config.ts";
import { byName, isLoopback } from "./loopback.ts";
import { version } from "./package.ts";
import type { DevelopmentSecret } from "./secret/secret.ts";

/** What is known once the server listens. */
interface Started {
  readonly url: string;
  readonly kept: DevelopmentSecret | null;
  readonly demoUrl: string | null;
  readonly metricsUrl: string | null;
  /** Where the first administrator is made, while there is none. */
  readonly setupUrl: string | null;
}

/** What the server prints once it listens. The link for the first administrator is its one secret. */
export function startupMessage(config: Config, started: Started): string {
  const { url, kept, demoUrl, metricsUrl, setupUrl } = started;
  const { isProduction, database, origin } = config;
  return [
    `Latchkey ${version} listens on ${url} (${isProduction ? "production" : "development"})`,
    `  database  ${database.label}${database.label.endsWith(":memory:") ? ", lost when the server ends" : ""}`,
    `  secret    ${kept ? whereKept(kept) : "from AUTH_SECRET"}`,
    `  cookie    ${isProduction ? SECURE : NOT_SECURE}`,
    `  mails     ${mailsOf(config)}`,
    ...providersOf(config, demoUrl),
    ...(metricsUrl === null ? [] : [`  metrics   ${metricsUrl}`]),
    `  pages     ${origin ?? url}${pathBelow(config, "/account")}`,
    ...passkeysOf(config),
    ...(config.admin ? [`  admin     ${adminOf(origin ?? url, setupUrl)}`] : []),
    ...(config.variablesOfOthers.length === 0 ? [] : [`  not read  ${config.variablesOfOthers.join(", ")}`]),
    ...(isProduction || isLoopback(config.host) ? [] : [`  warning   ${WARNING}`]),
    "  try",
    `    ${signUpCommand(url + pathBelow(config, "/signup"))}`,
  ].join("\n");
}

const SECURE = "Secure: browsers want https, or localhost";
const NOT_SECURE = "without Secure, for plain http; NODE_ENV=production makes it Secure";

/** Development shows mails with sign-in links in the terminal and sends the cookie unencrypted. */
const WARNING =
  "HOST lets other machines reach this server, but development mode is for this machine only: set NODE_ENV=production";

function adminOf(origin: string, setupUrl: string | null): string {
  if (setupUrl === null) return `${origin}${ADMIN_PATH}`;
  return `nobody yet: make the first administrator at ${setupUrl}`;
}

function mailsOf({ mail, isProduction }: Config): string {
  if (mail) return `by ${mail.by}, from ${mail.from}`;
  return isProduction ? "none: set AUTH_SMTP_URL, AUTH_MAIL_FROM and AUTH_ORIGIN" : "shown here instead of sent";
}

/** Browsers know no passkeys for a bare address, which only AUTH_ORIGIN can say. */
function passkeysOf(config: Config): readonly string[] {
  const { passkeys, isProduction, origin } = config;
  if (origin === null || !(passkeys ?? !isProduction) || byName(origin) === origin) return [];
  return [`  passkeys  by the name of this machine: ${byName(origin)}${pathBelow(config, "/account")}`];
}

function providersOf({ providers }: Config, demoUrl: string | null): readonly string[] {
  const demo = demoUrl === null ? [] : [`Demo provider (${demoUrl}, where you are whoever you like)`];
  const names = [...providers.map(({ name }) => name), ...demo];
  return names.length === 0 ? [] : [`  sign in   with ${names.join(", ")}`];
}

function whereKept({ path, isNew }: DevelopmentSecret): string {
  return isNew ? `made now and kept in ${path}; production wants AUTH_SECRET` : `from ${path}`;
}

/** With a random address, so that the command works again next time. */
function signUpCommand(url: string): string {
  const body = { email: `ada.${randomInt(1e6, 1e7)}@example.com`, password: "correct horse battery" };
  return `curl -i ${url} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}

import { randomInt } from "node:crypto";
import type { Config } from "./config.ts";
import type { KeptSecret } from "./development-secret.ts";
import { version } from "./package.ts";

/** What a server says once it listens. Nothing secret is in it. */
export function announcement(config: Config, url: string, kept: KeptSecret | null): string {
  const { isProduction, database, basePath } = config;
  return [
    `Latchkey ${version} listens on ${url} (${isProduction ? "production" : "development"})`,
    `  database  ${database.label}${database.label.endsWith(":memory:") ? ", gone when the server ends" : ""}`,
    `  secret    ${kept ? whereKept(kept) : "from AUTH_SECRET"}`,
    `  cookie    ${isProduction ? "Secure: browsers want https, or localhost" : "without Secure, for plain http; NODE_ENV=production makes it Secure"}`,
    ...(isProduction || isLoopback(config.host) ? [] : [`  warning   ${WARNING}`]),
    "  try",
    `    ${signUpCommand(url, basePath === "/" ? "" : basePath)}`,
  ].join("\n");
}

/** In development, mails that sign people in are shown in the terminal, and the cookie travels unencrypted. */
const WARNING =
  "HOST lets other machines reach this server, and development is for yours alone: set NODE_ENV=production";

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function whereKept({ path, isNew }: KeptSecret): string {
  return isNew ? `made now and kept in ${path}; production wants AUTH_SECRET` : `from ${path}`;
}

/** With an address that is hardly taken, so that it works the next time as well. */
function signUpCommand(url: string, basePath: string): string {
  const body = { email: `ada.${randomInt(1e6, 1e7)}@example.com`, password: "correct horse battery" };
  return `curl -i ${url}${basePath}/signup -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}

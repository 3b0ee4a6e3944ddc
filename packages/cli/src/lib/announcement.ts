import { randomInt } from "node:crypto";
import type { Config } from "./config.ts";
import type { KeptSecret } from "./development-secret.ts";
import { version } from "./package.ts";

/** What a server says once it listens. Nothing secret is in it. */
export function announcement({ isProduction, database, basePath }: Config, url: string, kept: KeptSecret | null): string {
  return [
    `Latchkey ${version} listens on ${url} (${isProduction ? "production" : "development"})`,
    `  database  ${database.label}`,
    `  secret    ${kept ? whereKept(kept) : "from AUTH_SECRET"}`,
    `  cookie    ${isProduction ? "Secure: browsers want https, or localhost" : "without Secure, for plain http; NODE_ENV=production makes it Secure"}`,
    "  try",
    `    ${signUpCommand(url, basePath === "/" ? "" : basePath)}`,
  ].join("\n");
}

function whereKept({ path, isNew }: KeptSecret): string {
  return isNew ? `made now and kept in ${path}; production wants AUTH_SECRET` : `from ${path}`;
}

/** With an address that is hardly taken, so that it works the next time as well. */
function signUpCommand(url: string, basePath: string): string {
  const body = { email: `ada.${randomInt(1e6, 1e7)}@example.com`, password: "correct horse battery" };
  return `curl -i ${url}${basePath}/signup -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}

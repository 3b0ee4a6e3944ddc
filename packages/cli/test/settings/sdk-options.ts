import { readFileSync } from "node:fs";
import { join } from "node:path";

const packages = join(import.meta.dirname, "../../..");

/** Where the options of a function are declared. */
const SOURCES: Readonly<Record<string, readonly [file: string, declaration: string]>> = {
  createAuth: ["core/src/lib/context/options.ts", "interface AuthOptions"],
  "createAuth.passwordPolicy": ["core/src/lib/passwords/password-policy.ts", "interface PasswordPolicy"],
  "createAuth.session": ["core/src/lib/context/options.ts", "readonly session?:"],
  sessionUse: ["core/src/lib/sessions/session-use.ts", "interface SessionUseOptions"],
  throttle: ["core/src/lib/guards/attempt-limit.ts", "interface LimitOptions"],
  rateLimit: ["core/src/lib/guards/attempt-limit.ts", "interface LimitOptions"],
  apiKeys: ["core/src/lib/api-keys/options.ts", "interface ApiKeyOptions"],
  createHandler: ["http/src/lib/request/options.ts", "interface HandlerOptions"],
  "createHandler.": ["http/src/lib/request/options.ts", "interface AuthenticatorOptions"],
  "createHandler.cookie": ["http/src/lib/cookies/cookie-options.ts", "interface CookieOptions"],
  storage: ["sql/src/lib/sql-storage.ts", "interface StorageOptions"],
  postgresStorage: ["adapter-postgres/src/lib/postgres-storage.ts", "interface PostgresStorageOptions"],
  mailer: ["mail/src/lib/options.ts", "interface MailerOptions"],
  pages: ["pages/src/lib/options.ts", "interface PagesOptions"],
  "pages.theme": ["pages/src/lib/look/theme.ts", "interface Theme"],
  passkeys: ["passkeys/src/lib/options.ts", "interface PasskeyOptions"],
  secondFactor: ["core/src/lib/second-factor/rules.ts", "interface SecondFactorRules"],
  socialSignIn: ["oauth/src/lib/options.ts", "interface SocialOptions"],
};

/** Companions of pages: the server has them all. `usernames` alone is a setting. */
const COMPANIONS =
  "passwordReset emailVerification emailChange mailSignIn passwordChange sessions ownAccount apiKeys social";

/** Every option of the SDK that a ready server could fill in: `"createAuth.session.lifetime"`. */
export function sdkOptions(): readonly string[] {
  const all = Object.entries(SOURCES).flatMap(([owner, [file, declaration]]) =>
    membersOf(file, declaration).map((name) => `${owner.replace(/\.$/, "")}.${name}`),
  );
  const nested = Object.keys(SOURCES);
  const skipped = new Set(COMPANIONS.split(" ").map((name) => `pages.${name}`));
  // What holds options of its own is compared by these. `session.use` is sessionUse().
  return all.filter((name) => !nested.includes(name) && !skipped.has(name) && name !== "createAuth.session.use");
}

/** The names that a declaration has at its own depth. */
function membersOf(file: string, declaration: string): readonly string[] {
  const text = readFileSync(join(packages, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const start = text.indexOf(declaration);
  if (start < 0) throw new Error(`${file} has no ${declaration}`);
  const names: string[] = [];
  let depth = 0;
  for (const line of text.slice(text.indexOf("{", start)).split("\n")) {
    const [, name] = /^\s*readonly (\w+)\??:/.exec(line) ?? [];
    if (depth === 1 && name !== undefined) names.push(name);
    depth += (line.match(/[{(]/g) ?? []).length - (line.match(/[})]/g) ?? []).length;
    if (depth <= 0) return names;
  }
  return names;
}

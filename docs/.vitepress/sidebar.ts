import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { root } from "./links.ts";

type Items = DefaultTheme.SidebarItem[];

const inGuides = (page: string) => `guides/${page}`;

const frameworks = [
  "express",
  "fastify",
  "hono",
  "h3",
  "elysia",
  "nestjs",
  "next",
  "react-router",
  "tanstack-start",
  "sveltekit",
  "nuxt",
  "astro",
  "others",
];

const providers = [
  "google",
  "apple",
  "microsoft",
  "github",
  "facebook",
  "discord",
  "gitlab",
  "linkedin",
  "slack",
  "twitch",
  "x",
  "spotify",
  "openid",
  "oauth2",
];

/** The pages in their order. Each is called by its own heading. A test finds pages that are not here. */
export const guide: Record<string, string[]> = {
  Start: ["start", "features", "server", "configuration"],
  Runtimes: ["node", "bun", "deno", "workers"].map((page) => `runtimes/${page}`),
  Frameworks: frameworks.map((page) => `frameworks/${page}`),
  Databases: [
    "databases/sqlite",
    "databases/postgres",
    "databases/pgbouncer",
    "databases/d1",
    "databases/durable-objects",
    "databases/redis",
    "kysely",
  ],
  "Sign in": [
    "sign-up-and-in",
    "pages",
    "client",
    "react",
    "bearer",
    "server-code",
    "mail-sign-in",
    "sessions",
    "passkeys",
    "usernames",
    "pools",
  ].map(inGuides),
  "Accounts elsewhere": ["social-sign-in", "providers", ...providers.map((page) => `providers/${page}`)].map(inGuides),
  Passwords: ["passwords", "hashing", "change-password", "reset-password", "guards"].map(inGuides),
  "E-mail addresses": ["verify-email", "change-email", "mails"].map(inGuides),
  Users: ["own-account", "second-factor", "step-up", "metadata", "users", "admin", "audit-log"].map(inGuides),
  "In your application": ["hooks", "api-keys", "service-tokens", "strategies", "testing"].map(inGuides),
  Running: ["docker", "vm-with-caddy", "fly", "render", "workers"].map((page) => `running/${page}`),
  Operations: ["operations", "scale", "statements", "contributing-storage"],
  Reference: ["options", "http", "security-model", "requirements"],
};

export function sidebar(): DefaultTheme.Sidebar {
  const guides = Object.entries(guide).map(([text, pages]) => group(text, pages));
  return { "/api/": apiReference(), "/": [...guides, decisions()] };
}

const group = (text: string, pages: readonly string[]): DefaultTheme.SidebarItem => ({
  text,
  items: pages.map((page) => ({ text: headingOf(`docs/${page}.md`), link: `/${page}` })),
});

function decisions(): DefaultTheme.SidebarItem {
  const files = readdirSync(join(root, "decisions")).sort();
  const items = files.map((file) => ({ text: headingOf(`decisions/${file}`), link: `/decisions/${file}` }));
  return { text: "Decisions", collapsed: true, items };
}

/** The modules that TypeDoc lists, in groups of a package: core and http first, and each package before its parts. */
function apiReference(): Items {
  const list = readFileSync(join(root, "docs/api/index.md"), "utf8");
  const links = [...list.matchAll(/^- \[.*\]\((.*)\.md\)$/gm)].map(([, path = ""]) => path);
  const packageOf = (link: string) => link.split("/")[0]!;
  const groups = Object.entries(Object.groupBy(links.sort(), packageOf));
  const rank = (name: string) => ["core", "http"].indexOf(name) >>> 0;
  groups.sort(([one], [other]) => rank(one) - rank(other));
  return groups.map(([text, paths]) => ({
    text: text === "latchkey" ? text : `@latchkey/${text}`,
    items: paths!.map((path) => ({ text: path, link: `/api/${path}` })),
  }));
}

function headingOf(file: string): string {
  const [, heading] = /^# (.*)$/m.exec(readFileSync(join(root, file), "utf8")) ?? [];
  if (!heading) throw new Error(`${file} has no heading.`);
  return heading;
}

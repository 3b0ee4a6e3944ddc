import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const packages = join(import.meta.dirname, "../../packages");
const text = (name: string) => readFileSync(join(packages, name, "README.md"), "utf8");
const manifestOf = (name: string) =>
  JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as { name: string; files: string[] };

/** Not written anew yet. */
const waiting: string[] = [];

describe.each(readdirSync(packages).filter((name) => !waiting.includes(name)))(
  "F55 the README of packages/%s",
  (name) => {
    const { name: published, files } = manifestOf(name);

    it(`is there, begins with the name, and has 30 to 90 lines: ${name}`, () => {
      expect(text(name)).toMatch(new RegExp(`^# ${published}\n`));
      const lines = text(name).trimEnd().split("\n").length;
      expect(lines).toBeGreaterThanOrEqual(30);
      expect(lines).toBeLessThanOrEqual(90);
    });

    it(`has links that work on the page of a registry: ${name}`, () => {
      const links = [...text(name).matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
      const inside = links.filter((link) => !link.startsWith("https://") && !link.startsWith("#"));
      const dead = inside.filter(
        (link) =>
          link.includes("..") || !files.includes(link.split("/")[0]!) || !existsSync(join(packages, name, link)),
      );
      expect(dead).toEqual([]);
    });

    it(`says how to install it, and what it needs: ${name}`, () => {
      expect(text(name)).toContain(name === "cli" ? "npx latchkey" : "npm install ");
      expect(text(name)).toMatch(/Node 22 or newer|Cloudflare Workers/);
    });
  },
);

it("F55 the README of the ready server lists its commands and settings, all of them", () => {
  const readme = text("cli");
  const help = execFileSync(process.execPath, [join(packages, "cli/src/bin.ts"), "--help"], { encoding: "utf8" });
  const commands = [...help.matchAll(/^ {2}latchkey (\w+)/gm)].map(([, name]) => name!);
  expect(commands).toEqual([
    "serve",
    "migrate",
    "secret",
    "users",
    "admins",
    "sessions",
    "audit",
    "doctor",
    "backup",
    "restore",
  ]);
  for (const command of commands) expect(readme).toContain(`| \`latchkey ${command}\` |`);
  const called = [...readme.matchAll(/npx latchkey (\w+)/g)].map(([, name]) => name!);
  expect(called.filter((name) => !commands.includes(name))).toEqual([]);
  // packages/cli/test/settings compares the table of settings with their declaration.
  const settings = [...help.matchAll(/^ {2}([A-Z_]{4,}) /gm)].map(([, name]) => name!);
  expect(settings.length).toBeGreaterThan(80);
  for (const name of settings) expect(readme).toContain(`\`${name}\``);
});

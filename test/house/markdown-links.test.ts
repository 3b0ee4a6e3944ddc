import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { anchorOf } from "../../docs/.vitepress/links.ts";

const root = join(import.meta.dirname, "../..");
/** Those that people read on the repository's host. The built site has a check of its own: scripts/docs/links.mjs. */
const files = globSync(
  "{*.md,docs/**/*.md,decisions/*.md,examples/{,frameworks/}*/*.md,bench/*.md,.github/*.md,packages/*/*.md}",
  {
    cwd: root,
    exclude: (path) => path.includes("node_modules") || path.startsWith(join("docs", "api")),
  },
);

/** The prose: a sample may look like a link. */
const proseOf = (file: string) => readFileSync(join(root, file), "utf8").replaceAll(/^( *)```[^]*?^\1```$/gm, "");

function anchorsOf(file: string): Set<string> {
  const headings = [...proseOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  return new Set([...headings, ...[...proseOf(file).matchAll(/<a id="([^"]+)"/g)].map(([, id = ""]) => id)]);
}

function faultOf(file: string, link: string): string | null {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : join(dirname(file), decodeURI(path));
  // Pages of the API reference are there once the site is built, and its check follows the links to them.
  if (target.startsWith(join("docs", "api"))) return null;
  if (!existsSync(join(root, target))) return `leads to no file: ${relative(root, join(root, target))}`;
  return anchor && target.endsWith(".md") && !anchorsOf(target).has(anchor) ? "leads to no heading" : null;
}

it("F55 every link between the repository's Markdown files leads to a file, and to a heading of it", () => {
  const faults = files.flatMap((file) => {
    const links = [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const internal = links.filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith("/"));
    return internal.flatMap((link) => {
      const fault = faultOf(file, link);
      return fault ? [`${file}: ${link} ${fault}`] : [];
    });
  });
  expect(faults).toEqual([]);
  expect(files.length).toBeGreaterThan(60);
});

import { readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import type { MarkdownRenderer } from "vitepress";

type Token = NonNullable<ReturnType<MarkdownRenderer["parse"]>[number]["children"]>[number];

export const root = join(import.meta.dirname, "../..");

/** The files of the repository that are pages of the site, and where: `docs/` is the top of the site. */
const isPage = (file: string) => /^(?:docs|decisions)\/.*\.md$/.test(file);
export const pathOf = (file: string) => file.replace(/^docs\//, "");

/** The anchor of a heading, as hosts of repositories make it, so that one link works there and on the site. */
export const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, "")
    .replaceAll(" ", "-");

/**
 * Lets pages link as the files of a repository do: `../decisions/002-a-method-is-one-step.md`. A link to a file that is
 * no page leads to the repository, once the root package.json says where that is. Until then it is plain text.
 */
export function linkAsInTheRepository(markdown: MarkdownRenderer): void {
  const address = addressOfTheRepository();

  markdown.core.ruler.push("link-as-in-the-repository", ({ tokens, env }) => {
    const page = relative(root, (env as { realPath?: string }).realPath ?? (env as { path: string }).path);
    const folder = dirname(page).split(sep).join("/");
    for (const { children } of tokens) {
      for (const [at, token] of (children ?? []).entries()) {
        const href = token.type === "link_open" ? String(token.attrGet("href")) : "#";
        if (/^(?:[a-z]+:|\/|#)/.test(href)) continue;
        const [path = "", anchor = ""] = href.split(/(?=#)/);
        const file = posix.join(folder, decodeURI(path));
        if (isPage(file)) token.attrSet("href", `/${pathOf(file)}${anchor}`);
        else if (address) token.attrSet("href", `${address}/blob/main/${file}${anchor}`);
        else makePlainText(children!.slice(at), file);
      }
    }
  });
}

function addressOfTheRepository(): string | undefined {
  const { repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    repository?: string | { url: string };
  };
  const url = typeof repository === "object" ? repository.url : repository;
  return url?.replace(/^git\+/, "").replace(/\.git$/, "");
}

/** Turns the link that these tokens begin with into text that names the file in a tooltip. */
function makePlainText(tokens: readonly Token[], file: string): void {
  const open = tokens[0]!;
  const close = tokens.find(({ type }) => type === "link_close")!;
  for (const token of [open, close]) Object.assign(token, { type: token.type.replace("link", "text_of"), tag: "span" });
  open.attrs = [["title", `In the repository: ${file}`]];
}

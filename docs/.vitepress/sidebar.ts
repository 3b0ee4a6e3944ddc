import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { root } from "./links.ts";

type Items = DefaultTheme.SidebarItem[];

/** The pages in their order. Each is called by its own heading. A test finds pages that are not here. */
const guide: Record<string, string[]> = {
  Start: ["start", "features"],
};

export function sidebar(): DefaultTheme.Sidebar {
  return { "/api/": apiReference(), "/": Object.entries(guide).map(([text, pages]) => group(text, pages)) };
}

const group = (text: string, pages: readonly string[]): DefaultTheme.SidebarItem => ({
  text,
  items: pages.map((page) => ({ text: headingOf(`docs/${page}.md`), link: `/${page}` })),
});

/** The modules that TypeDoc lists, in groups of a package. */
function apiReference(): Items {
  const list = readFileSync(join(root, "docs/api/index.md"), "utf8");
  const modules = [...list.matchAll(/^- \[(.*)\]\((.*)\.md\)$/gm)].map(([, text = "", path]) => ({
    text,
    link: `/api/${path}`,
  }));
  const packageOf = ({ text }: { text: string }) => /^(?:@[^/]+\/)?[^/]+/.exec(text)![0];
  return Object.entries(Object.groupBy(modules, packageOf)).map(([text, items]) => ({ text, items: items! }));
}

function headingOf(file: string): string {
  const [, heading] = /^# (.*)$/m.exec(readFileSync(join(root, file), "utf8")) ?? [];
  if (!heading) throw new Error(`${file} has no heading.`);
  return heading;
}

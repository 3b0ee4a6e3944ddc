import { join } from "node:path";
import { defineConfig } from "vitepress";
import { anchorOf, linkAsInTheRepository, pathOf, root } from "./links.ts";
import { sidebar } from "./sidebar.ts";

/**
 * The site of `docs/` and `decisions/`. It loads nothing from elsewhere: the theme brings its font, and search is
 * local.
 */
export default defineConfig({
  title: "Latchkey",
  description: "Accounts for TypeScript backends, on your own database.",
  base: (process.env.DOCS_BASE as `/${string}/` | undefined) ?? "/",
  srcDir: root,
  srcExclude: ["!(docs|decisions)/**", "*.md", "docs/.vitepress/**"],
  rewrites: pathOf,
  outDir: join(import.meta.dirname, "dist"),
  cacheDir: join(import.meta.dirname, "cache"),
  ignoreDeadLinks: false,
  markdown: { config: linkAsInTheRepository, anchor: { slugify: anchorOf } },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Guide", link: "/start" },
      { text: "HTTP", link: "/http" },
      { text: "API", link: "/api/" },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    docFooter: { prev: false, next: false },
  },
});

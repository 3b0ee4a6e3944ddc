import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { checkLinks } from "../docs/links.mjs";

/** A site of these files. */
function siteOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-site-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return checkLinks(folder);
}

const home = `<h1 id="top" tabindex="-1">Home</h1><a class="x" href="/guides/one.html">One</a>`;

it("F56 a site whose links all lead somewhere has no faults", () => {
  const site = siteOf({
    "index.html": `${home}<a href="./guides/one">One</a><a href="/guides/">All</a><a href="#top">Top</a>`,
    "guides/one.html": `<h2 id="a-b">A</h2><a href="../#top">Home</a><a href="#a-b">A</a><img src="/a.svg" alt="">`,
    "guides/index.html": `<a href="https://example.com/?a=1&amp;b=2">Elsewhere</a><a href="one.html#a-b">A</a>`,
    "a.svg": "<svg></svg>",
  });
  expect(site).toEqual({ pages: 3, links: 9, hosts: ["example.com"], problems: [] });
});

it.each([
  ['<a href="/gone.html">', "/gone.html leads to no page"],
  ['<a href="./gone">', "./gone leads to no page"],
  ['<a href="/guides/one.html#gone">', "/guides/one.html#gone leads to no anchor of /guides/one.html"],
  ['<a href="#gone">', "#gone leads to no anchor of /index.html"],
  ['<a href="http://example.com/">', "http://example.com/ is not https"],
  ['<a href="https://exa mple.com">', "https://exa mple.com is no URL"],
  ['<img alt="" src="/gone.svg">', "/gone.svg leads to no page"],
  ['<script type="module" src="https://example.com/a.js">', "https://example.com/a.js is loaded from another host"],
  ['<link rel="stylesheet" href="https://example.com/a.css">', "https://example.com/a.css is loaded from another host"],
])("F56 the check of the site's links finds %s", (tag, problem) => {
  const site = siteOf({ "index.html": home + tag, "guides/one.html": '<p id="one">One</p>' });
  expect(site.problems).toEqual([`/index.html: ${problem}`]);
});

it("F56 a style sheet of the site loads nothing from another host", () => {
  const css = "@font-face { src: url(https://example.com/font.woff2) }";
  expect(siteOf({ "index.html": "", "a.css": css }).problems).toEqual([
    "/a.css: url(https://example.com/font.woff2 loads from another host",
  ]);
});

/** Follows the links of a built site. */

import { globSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";

/**
 * Follows every link between the pages, anchors included. Links to other hosts are not followed: they must be https and
 * well-formed. A page may not load anything from another host.
 *
 * @param {string} folder a folder of HTML files, as a server at `/` would serve it
 * @returns {{ pages: number, links: number, hosts: string[], problems: string[] }} each problem as `page: sentence`
 */
export function checkLinks(folder) {
  const files = new Set(globSync("**/*", { cwd: folder }).map((file) => `/${file.split(sep).join("/")}`));
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file), "utf8");
  const pages = new Map([...files].filter((file) => file.endsWith(".html")).map((file) => [file, tagsIn(read(file))]));
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map([...pages].map(([page, tags]) => [page, new Set(tags.flatMap(({ id }) => id ?? []))]));

  /** @type {string[]} */
  const problems = [];
  const hosts = new Set();
  let links = 0;
  for (const [page, tags] of pages) {
    for (const { name, href, src } of tags) {
      const link = href ?? src;
      if (link === undefined) continue;
      links++;
      const url = URL.parse(link, `http://site${page}`);
      const problem = url === null ? "is no URL" : url.host === "site" ? faultIn(url) : faultElsewhere(name, url);
      if (problem) problems.push(`${page}: ${link} ${problem}`);
      if (url !== null && url.host !== "site") hosts.add(url.host);
    }
  }
  for (const file of files) {
    if (!file.endsWith(".css")) continue;
    const loaded = /(?:url\(|@import )["']?(?:https?:)?\/\/[^"')]*/.exec(read(file));
    if (loaded) problems.push(`${file}: ${loaded[0]} loads from another host`);
  }
  return { pages: pages.size, links, hosts: [...hosts].sort(), problems };

  /** @param {URL} url a place on the site */
  function faultIn({ pathname, hash }) {
    const path = decodeURI(pathname);
    const file = [path, `${path}.html`, posix.join(path, "index.html")].find((one) => files.has(one));
    if (file === undefined) return "leads to no page";
    const id = decodeURIComponent(hash.slice(1));
    return id && !anchors.get(file)?.has(id) ? `leads to no anchor of ${file}` : null;
  }
}

/**
 * @param {string} tag
 * @param {URL} url
 */
function faultElsewhere(tag, { protocol, hostname }) {
  if (tag !== "a") return "is loaded from another host";
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1";
  return protocol === "https:" || isLocal ? null : "is not https";
}

/**
 * The start tags of a page that have an id or a link.
 *
 * @param {string} html as VitePress writes it: attributes in double quotes
 * @returns {{ name: string, id?: string | undefined, href?: string | undefined, src?: string | undefined }[]}
 */
function tagsIn(html) {
  return [...html.matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name = "", attributes = ""]) => ({
      name,
      id: valueOf("id", attributes),
      href: valueOf("href", attributes),
      src: valueOf("src", attributes),
    }),
  );
}

/**
 * @param {string} name
 * @param {string} attributes
 */
function valueOf(name, attributes) {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
  return value?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

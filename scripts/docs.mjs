/**
 * `npm run docs`: the site of `docs/`, with the API reference from the docstrings. It reads nothing from the network.
 *
 * - `npm run docs -- --serve` shows the built site.
 * - `npm run docs:dev` shows the pages while you write them.
 */

import { join, relative } from "node:path";
import { prepareWorkspace, root, script, Stop } from "./workspace.mjs";

const port = Number(process.env.PORT ?? 4173);

await script(async () => {
  await prepareWorkspace();
  // Loaded now, since they may have just been installed.
  const { writeApiReference } = await import("./docs/api-reference.mjs");
  const { build, createServer, serve } = await import("vitepress");
  const { checkLinks } = await import("./docs/links.mjs");
  const [mode] = process.argv.slice(2);
  const folder = join(root, "docs");
  const started = performance.now();

  const modules = await writeApiReference();
  console.log(`API reference: ${modules} modules, ${secondsSince(started)}`);

  if (mode === "dev") {
    const server = await createServer(folder, { port });
    await server.listen();
    server.printUrls();
    return;
  }
  await build(folder);
  const site = join(folder, ".vitepress", "dist");
  const { pages, links, hosts, problems } = checkLinks(site);
  if (problems.length > 0) throw new Stop(`${problems.join("\n")}\n${problems.length} faults in the links.`);
  console.log(`Links: ${links} followed on ${pages} pages. Not followed: links to ${hosts.join(", ")}`);
  console.log(`The site is in ${relative(process.cwd(), join(site, "index.html"))} (${secondsSince(started)}).`);

  if (mode === "--serve") {
    await serve({ root: folder, port });
    console.log(`It is shown at http://localhost:${port}/ until you press Ctrl-C.`);
  }
});

/** @param {number} started */
function secondsSince(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

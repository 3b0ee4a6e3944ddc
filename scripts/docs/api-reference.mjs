/** The API reference as Markdown, from the docstrings: a page for each module that an application imports. */

import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Application, Converter, ReflectionKind } from "typedoc";
import { root, Stop } from "../workspace.mjs";
import { entriesOf } from "./public-names.mjs";

/**
 * Options of TypeDoc and of typedoc-plugin-markdown, whose own are not in TypeDoc's type.
 *
 * @type {object}
 */
const options = {
  plugin: ["typedoc-plugin-markdown"],
  name: "API reference",
  out: join(root, "docs", "api"),
  tsconfig: join(root, "docs", ".vitepress", "tsconfig.json"),
  skipErrorChecking: true, // `npm run typecheck` looks for errors.
  logLevel: "Warn",
  readme: "none",
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  sort: ["source-order"],
  groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables"],
  outputFileStrategy: "modules",
  entryFileName: "index",
  excludeScopesInPaths: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: { hideSources: true, hideModifiers: true },
};

/**
 * Writes the pages to `docs/api`, which git ignores. Warnings of TypeDoc, such as a broken `@link`, end it.
 *
 * @returns {Promise<number>} of how many modules
 */
export async function writeApiReference() {
  const packages = join(root, "packages");
  const modules = readdirSync(packages).flatMap((name) => entriesOf(join(packages, name)));
  const app = await Application.bootstrapWithPlugins({ ...options, entryPoints: modules.map(({ file }) => file) });

  // TypeDoc calls a module by its file. Applications call packages/core/src/sessions.ts @latchkey/core/sessions.
  const names = new Map(modules.map(({ file, from }) => [nameOfFile(relative(packages, file)), from]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = names.get(module.name) ?? module.name;
    }
  });

  const project = await app.convert();
  if (project) await app.generateOutputs(project);
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) throw new Stop("TypeDoc found faults.");
  return modules.length;
}

/** @param {string} path */
function nameOfFile(path) {
  return path
    .split(sep)
    .join("/")
    .replace(/(?:\/index)?\.ts$/, "");
}

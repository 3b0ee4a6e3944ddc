/** The API reference as Markdown, from the docstrings: a page for each module that an application imports. */

import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Application, Converter, ReflectionKind } from "typedoc";
import { root, Stop } from "../workspace.mjs";
import { entriesOf } from "./public-names.mjs";

/** Where the pages go. git ignores it. */
export const apiFolder = join(root, "docs", "api");

/** The public modules: source file, and the name that an application imports. */
export function publicModules() {
  const packages = join(root, "packages");
  return readdirSync(packages).flatMap((name) => entriesOf(join(packages, name)));
}

/**
 * Writes the pages. Warnings of TypeDoc, such as a link to a name that is not exported, end it.
 *
 * @returns {Promise<number>} of how many modules
 */
export async function writeApiReference() {
  const modules = publicModules();
  const app = await Application.bootstrapWithPlugins(
    /** @type {Partial<import("typedoc").TypeDocOptions>} */ ({
      ...{ plugin: ["typedoc-plugin-markdown"] },
      ...{ outputFileStrategy: "modules", entryFileName: "index", hidePageHeader: true, hideBreadcrumbs: true, useCodeBlocks: true, expandParameters: true, excludeScopesInPaths: true },
      ...{ parametersFormat: "table", interfacePropertiesFormat: "table", typeDeclarationFormat: "table" },
      ...{ tableColumnSettings: { hideSources: true, hideModifiers: true } },
      name: "API reference",
      entryPoints: modules.map(({ file }) => file),
      tsconfig: join(root, "docs", ".vitepress", "tsconfig.json"),
      skipErrorChecking: true, // `npm run typecheck` looks for errors.
      treatWarningsAsErrors: true,
      readme: "none",
      out: apiFolder,
      excludeExternals: true,
      excludeInternal: true,
      disableSources: true,
      sort: ["source-order"],
      groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables"],
      logLevel: "Warn",
    }),
  );
  // TypeDoc calls a module by its file: packages/core/src/sessions.ts is @latchkey/core/sessions.
  const names = new Map(modules.map(({ file, from }) => [nameOfFile(file), from]));
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

/** @param {string} file */
function nameOfFile(file) {
  const path = relative(join(root, "packages"), file).split(sep).join("/");
  return path.replace(/\.ts$/, "").replace(/\/index$/, "");
}

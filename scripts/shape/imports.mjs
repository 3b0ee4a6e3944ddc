/** What a TypeScript file imports. */

import { readFileSync } from "node:fs";
import ts from "typescript";

/** @typedef {{ name: string, typesOnly: boolean }} Import */

/**
 * Imports, re-exports and `import()`. `import { type A }` is not `typesOnly`: the import stays when its types go.
 *
 * @param {string} file
 * @returns {Import[]}
 */
export function importsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  /** @type {Import[]} */
  const found = [];
  /** @type {(node: ts.Node | undefined, typesOnly: boolean) => void} */
  const add = (node, typesOnly) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ name: node.text, typesOnly });
  };
  /** @type {(node: ts.Node) => void} */
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

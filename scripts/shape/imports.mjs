/** What a TypeScript file reaches for, and whether it still does after its types are stripped. */

import { readFileSync } from "node:fs";
import ts from "typescript";

/** @typedef {{ name: string, typesOnly: boolean }} Import */

/**
 * Imports, re-exports, `import()` in values and in types, `process.getBuiltinModule()` and type references.
 * `import { type A }` counts as run time: the braces are emptied but the import stays.
 *
 * @param {string} file
 * @returns {Import[]}
 */
export function importsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  /** @type {Import[]} */
  const found = source.typeReferenceDirectives.map(({ fileName }) => ({ name: fileName, typesOnly: true }));
  /** @type {(node: ts.Node | undefined, typesOnly: boolean) => void} */
  const add = (node, typesOnly) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ name: node.text, typesOnly });
  };
  /** @type {(node: ts.Node) => void} */
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && loadsModule(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.Expression} callee */
function loadsModule(callee) {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === "require";
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "getBuiltinModule";
}

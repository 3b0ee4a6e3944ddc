/** What a TypeScript file reaches for, and whether it still does after its types are stripped. */

import { readFileSync } from "node:fs";
import ts from "typescript";

/** @typedef {{ name: string, typesOnly: boolean, ifPresent?: boolean }} Import */

/**
 * Imports, re-exports, `import()` in values and in types, `process.getBuiltinModule()` and type references.
 * `process?.getBuiltinModule?.()` is content with nothing (`ifPresent`). `import { type A }` counts as run time: the braces are emptied but the import stays.
 *
 * @param {string} file
 * @returns {Import[]}
 */
export function importsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  /** @type {Import[]} */
  const found = source.typeReferenceDirectives.map(({ fileName }) => ({ name: fileName, typesOnly: true }));
  /** @type {(node: ts.Node | undefined, typesOnly: boolean, ifPresent?: boolean) => void} */
  const add = (node, typesOnly, ifPresent = false) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ name: node.text, typesOnly, ifPresent });
  };
  /** @type {(node: ts.Node) => void} */
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && asksForModule(node)) add(node.arguments[0], false, true);
    else if (ts.isCallExpression(node) && loadsModule(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.CallExpression} call */
function asksForModule({ expression, questionDotToken }) {
  return questionDotToken !== undefined && loadsModule(expression);
}

/** @param {ts.Expression} callee */
function loadsModule(callee) {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === "require";
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "getBuiltinModule";
}

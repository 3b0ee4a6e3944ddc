import { readFileSync } from "node:fs";
import ts from "typescript";

/** A test, a group of tests, or a case of a contract. */
export interface NamedTest {
  /** The name alone. */
  readonly name: string;
  /** The names of the groups around it, then its own. */
  readonly path: string;
  /** Whether it proves something itself, unlike a group. */
  readonly proves: boolean;
}

const GROUPS = new Set(["describe", "suite"]);
const TESTS = new Set(["it", "test"]);

/** The names of all tests in a file, read from its syntax tree: comments and other strings do not count. */
export function testNamesIn(file: string): readonly NamedTest[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const isCases = file.endsWith(".cases.ts");
  const found: NamedTest[] = [];

  function visit(node: ts.Node, groups: readonly string[]): void {
    const name = nameOf(node, isCases);
    if (!name) return ts.forEachChild(node, (child) => visit(child, groups));
    found.push({ name: name.text, path: [...groups, name.text].join(" > "), proves: !name.isGroup });
    ts.forEachChild(node, (child) => visit(child, name.isGroup ? [...groups, name.text] : groups));
  }

  visit(source, []);
  return found;
}

function nameOf(node: ts.Node, isCases: boolean): { text: string; isGroup: boolean } | null {
  if (isCases && ts.isMethodDeclaration(node) && ts.isStringLiteral(node.name))
    return { text: node.name.text, isGroup: false };
  if (!ts.isCallExpression(node)) return null;
  const callee = rootOf(node.expression);
  const text = node.arguments[0] && textOf(node.arguments[0]);
  if (text === undefined || !(GROUPS.has(callee) || TESTS.has(callee))) return null;
  return { text, isGroup: GROUPS.has(callee) };
}

/** `it` of `it("…")`, `it.skipIf(x)("…")` and `it.each([…])("…")`. */
function rootOf(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return rootOf(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return rootOf(callee.tag);
  return "";
}

/** What a name says, with `…` for the parts that are filled in at run time. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  return undefined;
}

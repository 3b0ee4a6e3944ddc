/** The names that a package exports, with the members of its types, and the docstring of each. */

import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";

/**
 * `name` is `Auth` or `Auth.signIn`, `from` is the module that exports it, `place` is `file:line`. `kind` is that of an
 * exported name: a type whose parameters all have defaults is a `"type"`.
 *
 * @typedef {{
 *   name: string,
 *   from: string,
 *   place: string,
 *   kind: "function" | "value" | "type" | "other",
 *   isDocumented: boolean,
 *   examples: string[],
 * }} PublicName
 */

/**
 * The source files that a package exports, and the names of these modules.
 *
 * @param {string} folder
 * @returns {{ file: string, from: string }[]}
 */
export function entriesOf(folder) {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return [];
  /** @type {{ name: string, exports?: Record<string, string> }} */
  const { name, exports = {} } = JSON.parse(readFileSync(manifest, "utf8"));
  return Object.entries(exports)
    .filter(([, target]) => target.endsWith(".ts"))
    .map(([key, target]) => ({ file: join(folder, target), from: name + key.slice(1) }));
}

/**
 * @param {string} house
 * @param {string[]} folders
 */
export function openProgram(house, folders) {
  return ts.createProgram(
    folders.flatMap(entriesOf).map(({ file }) => file),
    compilerOptions(house),
  );
}

/** @param {string} house */
export function compilerOptions(house) {
  const file = join(house, "tsconfig.base.json");
  const json = existsSync(file) ? ts.readConfigFile(file, ts.sys.readFile).config : {};
  const { options } = ts.convertCompilerOptionsFromJson(json.compilerOptions ?? {}, house);
  return {
    ...options,
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    types: ["node"],
  };
}

/**
 * @param {ts.Program} program
 * @param {string} house
 * @param {string} folder of the package
 * @returns {PublicName[]}
 */
export function findPublicNames(program, house, folder) {
  const checker = program.getTypeChecker();
  /** @type {Map<ts.Symbol, PublicName>} */
  const found = new Map();

  /** @type {(symbol: ts.Symbol, name: string, from: string) => void} */
  const add = (symbol, name, from) => {
    const [declaration] = symbol.declarations ?? [];
    if (!declaration || found.has(symbol) || !declaration.getSourceFile().fileName.startsWith(folder + sep)) return;
    found.set(symbol, {
      name,
      from,
      place: placeOf(house, declaration),
      isDocumented: symbol.getDocumentationComment(checker).length > 0,
      kind: name.includes(".") ? "other" : kindOf(symbol),
      examples: symbol
        .getJsDocTags(checker)
        .filter((tag) => tag.name === "example")
        .map(({ text }) => ts.displayPartsToString(text)),
    });
    for (const one of symbol.declarations ?? []) addMembers(one, name, from);
  };

  /** The members of an interface, a class or an object type. Parameters and results of functions are no members. */
  /** @type {(node: ts.Node, name: string, from: string) => void} */
  const addMembers = (node, name, from) => {
    if (ts.isFunctionLike(node) || ts.isVariableDeclaration(node)) return;
    ts.forEachChild(node, (child) => {
      if (!isMember(child)) return ts.isBlock(child) ? undefined : addMembers(child, name, from);
      const symbol = checker.getSymbolAtLocation(child.name);
      if (symbol && isPublic(child)) add(symbol, `${name}.${child.name.getText()}`, from);
    });
  };

  for (const { file, from } of entriesOf(folder)) {
    const module = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(file)));
    for (const exported of module ? checker.getExportsOfModule(module) : []) {
      const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      add(target, exported.name, from);
    }
  }
  return [...found.values()];
}

/** @param {ts.Symbol} symbol */
function kindOf(symbol) {
  if (symbol.flags & ts.SymbolFlags.Function) return "function";
  if (symbol.flags & ts.SymbolFlags.Value) return "value";
  const isType = (symbol.declarations ?? []).every(
    (one) =>
      (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) &&
      (one.typeParameters ?? []).every((parameter) => parameter.default),
  );
  return isType ? "type" : "other";
}

/**
 * @param {ts.Node} node
 * @returns {node is ts.TypeElement & { name: ts.PropertyName }}
 */
function isMember(node) {
  return (
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node)
  );
}

/** @param {ts.Declaration} member */
function isPublic(member) {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  const { name } = /** @type {{ name?: ts.Node }} */ (member);
  return (ts.getCombinedModifierFlags(member) & hidden) === 0 && name !== undefined && !ts.isPrivateIdentifier(name);
}

/**
 * @param {string} house
 * @param {ts.Node} node
 */
function placeOf(house, node) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${relative(house, file.fileName).split(sep).join("/")}:${line + 1}`;
}

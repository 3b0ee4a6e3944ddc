import { join } from "node:path";
import ts from "typescript";
import { entryPoints } from "./bundle.ts";

/** An optional property of something that an application hands in, and that `undefined` may not be written for. */
export interface RefusedUndefined {
  readonly entry: string;
  readonly path: string;
}

/**
 * Core writes changes for a storage, and leaves out what does not change. The client makes the others, and an
 * application only hands them on.
 */
const NOT_BY_APPLICATIONS = new Set(["UserChanges", "Methods", "LatchkeyError", "AuthError"]);

const root = join(import.meta.dirname, "..", "..");

/**
 * Walks the public types of every entry point. What a function takes is an input and what it returns is an output; a
 * callback turns that round. An optional property of an input has to take an explicit `undefined`.
 */
export function refusedUndefined(
  source = entryPoints()
    .map((name, at) => `export * as entry${at} from ${JSON.stringify(name)};`)
    .join("\n"),
): readonly RefusedUndefined[] {
  const file = join(root, "test", "every-entry.ts");
  const program = openProgram(file, source);
  const checker = program.getTypeChecker();
  const sourceFile = program.getSourceFile(file)!;
  const found: RefusedUndefined[] = [];
  const seen = { in: new Set<ts.Type>(), out: new Set<ts.Type>() };

  function walk(type: ts.Type, side: "in" | "out", entry: string, path: string): void {
    if (seen[side].has(type)) return;
    seen[side].add(type);
    if (type.isUnionOrIntersection()) for (const part of type.types) walk(part, side, entry, path);
    for (const argument of checker.getTypeArguments(type as ts.TypeReference) ?? []) walk(argument, side, entry, path);
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.getParameters()) {
        walk(
          checker.getTypeOfSymbolAtLocation(parameter, sourceFile),
          side === "in" ? "out" : "in",
          entry,
          `${path}(${parameter.name})`,
        );
      }
      walk(signature.getReturnType(), side, entry, `${path}()`);
    }
    if (!isOurs(type)) return;
    for (const property of type.getProperties().filter(({ name }) => !name.startsWith("__@"))) {
      const place = `${path}.${property.name}`;
      const value = checker.getTypeOfSymbolAtLocation(property, sourceFile);
      if (side === "in" && property.flags & ts.SymbolFlags.Optional && !takesUndefined(value))
        found.push({ entry, path: place });
      walk(value, side, entry, place);
    }
  }

  function takesUndefined(type: ts.Type): boolean {
    if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return true;
    // A property that is only optional has a "missing" type, which prints like `undefined` and is another type.
    return (type.isUnion() ? type.types : [type]).includes(checker.getUndefinedType());
  }

  for (const module of checker.getExportsOfModule(checker.getSymbolAtLocation(sourceFile)!)) {
    const names = module.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(module) : module;
    const entry = names.name.replaceAll('"', "").replace(`${root}/`, "");
    for (const symbol of checker.getExportsOfModule(names)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (target.flags & ts.SymbolFlags.Value)
        walk(checker.getTypeOfSymbolAtLocation(target, sourceFile), "out", entry, target.name);
    }
  }
  return found;
}

/** Declared in this workspace: what a platform or a library declares is not ours to change. */
function isOurs(type: ts.Type): boolean {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (NOT_BY_APPLICATIONS.has(symbol?.name ?? "")) return false;
  return (
    (symbol?.declarations ?? []).some((one) =>
      /\/(?:packages|test)\/(?!.*node_modules)/.test(one.getSourceFile().fileName),
    ) || isMapped(type)
  );
}

/** `Partial<Limit>`: its symbol is the library's, its properties are ours. */
function isMapped(type: ts.Type): boolean {
  return Boolean((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped);
}

function openProgram(file: string, text: string): ts.Program {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [file] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
  return ts.createProgram([file], options, host);
}

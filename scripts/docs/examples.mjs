/** Compiles the examples of docstrings. */

import { join } from "node:path";
import ts from "typescript";
import { compilerOptions } from "./public-names.mjs";

/** What an example may take for granted: what its reader has by then. Every public function is there as well. */
const prelude = `
declare global {
  const auth: import("@latchkey/core").Auth;
  const storage: import("@latchkey/core").Storage;
  const secret: string;
  const user: import("@latchkey/core").User;
  const token: string;
  const request: Request;
  const mailer: { send(mail: { to: string; text: string }): Promise<void> };
`;

/**
 * @param {string} house
 * @param {import("./public-names.mjs").PublicName[]} names
 * @returns {string[]} each `file:line: sentence`
 */
export function checkExamples(house, names) {
  /** @type {Map<string, { code: string, place: string, name: string }>} */
  const files = new Map();
  for (const { name, place, examples } of names) {
    for (const example of examples) {
      files.set(join(house, "test", `example-${files.size}.ts`), { code: asModule(example), place, name });
    }
  }
  if (files.size === 0) return [];
  const given = join(house, "test", "example-prelude.ts");

  const options = { ...compilerOptions(house), noUnusedLocals: false };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === given || files.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...more) => {
    const code = file === given ? preludeFor(names) : files.get(file)?.code;
    return code ? ts.createSourceFile(file, code, version) : getSourceFile(file, version, ...more);
  };
  const program = ts.createProgram([given, ...files.keys()], options, host);
  return [...files].flatMap(([path, { place, name }]) => {
    const file = program.getSourceFile(path);
    const errors = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return errors.map((error) => {
      const sentence = ts.flattenDiagnosticMessageText(error.messageText, " ");
      return `${place}: the example of ${name} does not compile: ${sentence}`;
    });
  });
}

/** @param {import("./public-names.mjs").PublicName[]} names */
function preludeFor(names) {
  const functions = names
    .filter(({ isFunction, from }) => isFunction && from.startsWith("@latchkey/"))
    .map(({ name, from }) => `  const ${name}: typeof import("${from}").${name};\n`);
  return `${prelude}${functions.join("")}}\nexport {};\n`;
}

/**
 * The code between the fences: imports, and the rest in a function, so that it may `await` and `return`.
 *
 * @param {string} example
 */
function asModule(example) {
  const code = /```ts\n([^]*?)```/.exec(example)?.[1] ?? example;
  const imports = code.match(/^import [^;]*;$/gm) ?? [];
  const rest = imports.reduce((text, one) => text.replace(one, ""), code);
  return `${imports.join("\n")}\nexport async function example() {\n${rest}\n}\n`;
}

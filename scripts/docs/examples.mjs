/** Compiles the examples of docstrings. */

import { join } from "node:path";
import ts from "typescript";
import { compilerOptions } from "./public-names.mjs";

/**
 * What an example may take for granted: what its reader has by then. Every public function and type is there as well.
 * It ends in a brace that `preludeFor` adds.
 */
const prelude = `
declare global {
  const auth: import("@latchkey/core").Auth;
  const storage: import("@latchkey/core").Storage;
  const secret: string;
  const user: import("@latchkey/core").User;
  const email: string;
  const password: string;
  const token: string;
  const request: Request;
  /** What only the reader has: a connection, a class for it, tables. */
  const client: any, database: any, db: any, pool: any, myExecutor: any;
  interface MyTables { orders: { id: string; user_id: string } }
  const mail: import("@latchkey/mail").Mailer;
  const mailer: { send(mail: { to: string; text: string }): Promise<void> };
`;
/** The module of Cloudflare Workers, whose types would replace those of Node. */
const workers = `declare module "cloudflare:workers" {
  export const env: any, waitUntil: any;
  export abstract class DurableObject { constructor(ctx: any, env: any); protected ctx: any; protected env: any; }
}`;
/** The reader's own module in the example of `storageContract`. */
const ownStorage = 'export declare function myStorage(): import("@latchkey/core").Storage;';

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
      const folder = join(house, ...place.split("/").slice(0, 2));
      const ending = example.includes("```tsx") ? "tsx" : "ts";
      files.set(join(folder, `example-${files.size}.${ending}`), { code: asModule(example), place, name });
    }
  }
  if (files.size === 0) return [];
  const given = new Map([
    [join(house, "test", "example-prelude.ts"), preludeFor(names)],
    [join(house, "test", "example-workers.d.ts"), workers],
    [join(house, "packages", "core", "my-storage.ts"), ownStorage],
  ]);

  const options = { ...compilerOptions(house), noUnusedLocals: false };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => given.has(file) || files.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...more) => {
    const code = given.get(file) ?? files.get(file)?.code;
    return code ? ts.createSourceFile(file, code, version) : getSourceFile(file, version, ...more);
  };
  const program = ts.createProgram([...given.keys(), ...files.keys()], options, host);
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
  const declared = names
    .filter(({ from }) => from.startsWith("@latchkey/"))
    .map(({ kind, name, from }) => {
      if (kind === "function" || kind === "value") return `  const ${name}: typeof import("${from}").${name};\n`;
      return kind === "type" ? `  type ${name} = import("${from}").${name};\n` : "";
    });
  return `${prelude}${declared.join("")}}\nexport {};\n`;
}

/**
 * The code between the fences: imports, and the rest in a function, so that it may `await` and `return`.
 *
 * @param {string} example
 */
function asModule(example) {
  const code = /```tsx?\n([^]*?)```/.exec(example)?.[1] ?? example;
  const imports = code.match(/^import [^;]*;$/gm) ?? [];
  const rest = imports.reduce((text, one) => text.replace(one, ""), code);
  return `${imports.join("\n")}\nexport async function example() {\n${rest}\n}\n`;
}

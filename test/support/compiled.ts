import { join, relative, sep } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");
const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile) as { config: object };
const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);

/** Changes to a file, by its path: each text is replaced by another. */
export type Changes = Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;

let before: ts.Program | undefined;

/** What TypeScript says about `@latchkey/sql` when these files are changed: each `file: message`. */
export function errorsOf(changes: Changes): string[] {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...others) => {
    const edits = changes[relative(root, file).split(sep).join("/")];
    if (!edits) return before?.getSourceFile(file) ?? getSourceFile(file, ...others);
    let text = ts.sys.readFile(file)!;
    for (const [from, to] of edits) {
      if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
      text = text.replace(from, to);
    }
    return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([join(root, "packages/sql/src/index.ts")], options, host, before);
  if (Object.keys(changes).length === 0) before = program;
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.includes("/packages/sql/"));
  return files
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, messageText }) => {
      const name = relative(join(root, "packages/sql/src/lib"), file!.fileName).split(sep).join("/");
      return `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

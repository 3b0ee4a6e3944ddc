import { GROUPS } from "../../src/lib/settings/settings.ts";
import { defaultOf } from "../../src/lib/settings/help.ts";
import { OWN_CODE } from "./own-code.ts";

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** Names of variables and values as code. */
const code = (text: string) => text.replaceAll(/(?<![`\w])((?:AUTH|NODE|DATABASE)_[A-Z_]+)(?![`\w<])/g, "`$1`");

/** The tables of settings in docs/configuration.md, by the markers around them. */
export const TABLES: Readonly<Record<string, string>> = {
  settings: Object.entries(GROUPS)
    .map(([title, settings]) => {
      const rows = Object.entries(settings).map(([name, setting]) => {
        const { kind, about, example, secret, default: value, defaultText } = setting;
        const standard = defaultText ?? (value === null ? "none" : `\`${defaultOf(setting)}\``);
        const like = example === undefined ? "" : `, like \`${example}\``;
        return [`\`${name}\`${secret ? " 🔒" : ""}`, kind.label, code(standard), code(about) + like];
      });
      return `### ${title}\n\n${table(["variable", "takes", "default", "meaning"], rows)}`;
    })
    .join("\n\n"),
  "own code": table(
    ["option", "why not"],
    Object.entries(OWN_CODE).map(([option, reason]) => [`\`${option}\``, reason]),
  ),
};

/** The table of the package's README: every variable, a row for each group. */
export const README_TABLE = table(
  ["about", "variables"],
  Object.entries(GROUPS).map(([title, settings]) => [
    title.toLowerCase(),
    Object.keys(settings)
      .map((name) => `\`${name}\``)
      .join(", "),
  ]),
);

/** Puts a table between its markers: `<!-- settings -->` and `<!-- end -->`. */
export function withTable(text: string, marker: string, content: string): string {
  const [before, rest] = text.split(`<!-- ${marker} -->\n`);
  if (rest === undefined) throw new Error(`There is no <!-- ${marker} -->`);
  const after = rest.slice(rest.indexOf("<!-- end -->"));
  return `${before}<!-- ${marker} -->\n\n${content}\n\n${after}`;
}

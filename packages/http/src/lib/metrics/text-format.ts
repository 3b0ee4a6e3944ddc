/** A label's name and value. */
export type Labels = Readonly<Record<string, string>>;

/** One metric in the text format of Prometheus 0.0.4: its help, its type and its samples. */
export function family(
  {
    name,
    help,
    type,
  }: { readonly name: string; readonly help: string; readonly type: "counter" | "gauge" | "histogram" },
  samples: readonly string[],
): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples].join("\n");
}

/** One sample. */
export function sample(name: string, labels: Labels, value: number): string {
  const list = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${list.length === 0 ? "" : `{${list.join(",")}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

import type { Setting } from "./setting.ts";
import { GROUPS } from "./settings.ts";

/** Width of the help in columns. */
const WIDTH = 110;
const MARGIN = 30;

/** What a setting is when nothing sets it, as people would write it. */
export function defaultOf({ kind, default: value, defaultText }: Setting): string {
  return defaultText ?? (value === null ? "none" : kind.show(value));
}

/** The settings for `latchkey --help`: each with its default and its meaning. */
export function settingsHelp(): string {
  return Object.entries(GROUPS)
    .map(([title, settings]) =>
      [title, ...Object.entries(settings).map(([name, setting]) => line(name, setting))].join("\n"),
    )
    .join("\n\n");
}

function line(name: string, setting: Setting): string {
  const text = `${setting.about.replaceAll("`", "")} (${defaultOf(setting)})`;
  return wrapped(text)
    .map((part, at) => (at === 0 ? `  ${name}`.padEnd(MARGIN) : " ".repeat(MARGIN)) + part)
    .join("\n");
}

function wrapped(text: string): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1)!.length + word.length > WIDTH - MARGIN) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trimStart();
  }
  return lines;
}

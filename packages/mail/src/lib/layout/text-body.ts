import type { Letter } from "../letters/letter.ts";

/** A letter as plain text. */
export function textBody({ greeting, text, details, button, notes, service }: Letter): string {
  const parts = [
    greeting,
    text,
    details.map(([name, value]) => `${name}: ${value}`).join("\n"),
    button === null ? "" : `${button.label}:\n${button.url}`,
    button?.link?.lifetime ?? "",
    ...notes,
    `-- \n${service}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

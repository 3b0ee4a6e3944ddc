import type { Letter, LetterButton } from "../letters/letter.ts";
import { escapeHtml as escape } from "./escape-html.ts";
import { DARK, STYLE } from "./styles.ts";

const TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';

/**
 * A letter as an HTML document: one column, without images and without anything from elsewhere. Tables hold the column
 * and the button, because Outlook on Windows knows no other way.
 */
export function htmlBody(letter: Letter): string {
  const { lang, direction, service, subject, greeting, text, details, button, notes } = letter;
  return `<!doctype html>
<html lang="${escape(lang)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title>
<style>${DARK}</style>
</head>
<body class="page" style="${STYLE.page}">
<table ${TABLE} width="100%" class="page" style="${STYLE.page}"><tr><td align="center" style="${STYLE.around}">
<table ${TABLE} width="560" class="card" style="${STYLE.card}"><tr><td style="${STYLE.inside}">
<main>
<p class="quiet" style="${STYLE.service}">${escape(service)}</p>
<h1 style="${STYLE.heading}">${escape(subject)}</h1>
${paragraph(greeting)}
${paragraph(text)}
${details.length === 0 ? "" : detailsTable(details)}${button === null ? "" : buttonOf(button)}
<div class="notes" style="${STYLE.notes}">
${notes.map(note).join("\n")}
</div>
</main>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p style="${STYLE.paragraph}">${escape(text)}</p>`;
}

function note(text: string): string {
  return `<p class="quiet" style="${STYLE.note}">${escape(text)}</p>`;
}

function detailsTable(details: Letter["details"]): string {
  const rows = details.map(
    ([name, value]) =>
      `<tr><th scope="row" class="quiet" style="${STYLE.name}">${escape(name)}</th>` +
      `<td style="${STYLE.value}">${escape(value)}</td></tr>`,
  );
  return `<table cellpadding="0" cellspacing="0" border="0" style="${STYLE.details}">\n${rows.join("\n")}\n</table>\n`;
}

function buttonOf({ label, url, link }: LetterButton): string {
  const href = escape(url);
  return `<table ${TABLE} style="${STYLE.buttonAround}"><tr><td class="button" style="${STYLE.button}">
<a class="button" href="${href}" style="${STYLE.buttonLink}">${escape(label)}</a>
</td></tr></table>
${link === null ? "" : linkOf(href, link)}`;
}

function linkOf(href: string, { lifetime, fallback }: NonNullable<LetterButton["link"]>): string {
  return `${note(lifetime)}
${note(fallback)}
<p style="${STYLE.address}"><a class="quiet" href="${href}" style="${STYLE.link}">${href}</a></p>`;
}

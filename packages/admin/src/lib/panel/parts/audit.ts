import type { LoggedEntry } from "@latchkey/core/audit";
import { fill } from "@latchkey/locales";
import { html, type Html } from "@latchkey/pages";
import { typed } from "@latchkey/pages/blocks";
import type { Desk } from "../desk.ts";
import { partOf } from "../frame.ts";
import type { NamedEntries } from "../read-audit.ts";

/** Making one takes longer than a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What has happened, the newest first. */
export function auditPart(desk: Desk, { entries, names }: NamedEntries): Html {
  const { say } = desk;
  const list = html`<ul class="list">
    ${entries.map((entry) => drawEntry(desk, entry, names))}
  </ul>`;
  return partOf("audit", say.auditTitle, entries.length === 0 ? html`<p class="hint">${say.auditNone}</p>` : list);
}

function drawEntry({ say, visit, id }: Desk, entry: LoggedEntry, names: NamedEntries["names"]): Html {
  const { locale, link } = visit;
  const { address = null } = entry.client ?? {};
  const { actor } = entry;
  const facts = [
    html`<time datetime="${entry.at}">${momentOf(locale.code, entry.at)}</time>`,
    actor !== null && html`${typed(fill(say.auditBy, { actor: names.get(actor) ?? actor }))}`,
    address !== null && html`${typed(fill(locale.account.sessionAddress, { address }))}`,
    entry.erased && html`${say.auditErased}`,
  ].filter((fact) => fact !== false);
  const userLink = (text: string, user: string) =>
    html`<a href="${link(`/users/${user}`)}">${fill(text, { user })}</a>`;
  const user = entry.userId !== null && entry.userId !== id && entry.userId;
  return html`<li>
    <div>
      <p><code>${entry.type}</code></p>
      ${user !== false && html`<p class="hint">${userLink(say.auditUser, user)}</p>`}
      ${facts.map((fact) => html`<p class="hint">${fact}</p>`)}
    </div>
  </li>`;
}

/** A moment in the words of a language, in UTC: the server does not know where the visitor is. */
function momentOf(code: string, at: string): string {
  let format = formats.get(code);
  if (!format) {
    const style = { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" } as const;
    formats.set(code, (format = new Intl.DateTimeFormat(code, style)));
  }
  return `${format.format(new Date(at))} UTC`;
}

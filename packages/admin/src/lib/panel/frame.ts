import { html, type Content, type Html } from "@latchkey/pages";
import { drawFormElement, noteOf } from "@latchkey/pages/blocks";
import type { Desk } from "./desk.ts";
import { toProof } from "./desk.ts";

/** What a page of the panel has between its frame. */
interface Inner {
  readonly title: string;
  readonly body: Html;
  /** The page in the bar that this one belongs to. */
  readonly place: "users" | "audit" | "none";
  /** A message after an action. */
  readonly done?: string | undefined;
  /** Whether the page has forms that wait for a proof. */
  readonly waitsForProof?: boolean | undefined;
}

/** The bar above, what has happened, and what waits for a proof. */
export function frameOf(desk: Desk, { title, body, place, done, waitsForProof = false }: Inner): Content {
  const { admin, visit, say, authenticated, isProved } = desk;
  const { link, locale } = visit;
  const item = (name: "users" | "audit", text: string) =>
    html`<li><a href="${link(`/${name}`)}" ${place === name && html` aria-current="page"`}>${text}</a></li>`;
  return {
    title,
    isWide: true,
    body: html`<nav class="bar" aria-label="${say.navLabel}">
        <ul>
          ${item("users", say.users)}${admin.audit && item("audit", say.auditTitle)}
          <li><a href="${link("/account")}">${authenticated.user.email}</a></li>
        </ul>
        ${drawFormElement({ action: link("/sign-out"), button: locale.forms.signOutButton, look: "plain" })}
      </nav>
      ${done !== undefined && noteOf(done)}${
        waitsForProof &&
        !isProved &&
        html`<p class="waits">
          <span>${say.proofNote}</span> <a class="button" href="${toProof(desk)}">${locale.account.proofTitle}</a>
        </p>`
      }${body}`,
  };
}

/** A part of a page below its own heading. */
export function partOf(id: string, title: string, body: Html): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section> `;
}

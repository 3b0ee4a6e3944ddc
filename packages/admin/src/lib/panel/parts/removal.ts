import { html, type Attempt, type Html } from "@latchkey/pages";
import { folded } from "@latchkey/pages/blocks";
import type { Desk } from "../desk.ts";
import { partOf } from "../frame.ts";
import { drawButton, refusalOf } from "./button.ts";

/** Handing out what is stored about a person, and deleting it. Both wait for a proof. */
export function removalPart(desk: Desk, attempt: Attempt | null): Html {
  const { admin, say, visit, id, isProved } = desk;
  if (!isProved) return html``;
  const refusal = refusalOf(desk, attempt, ["delete", "erase"]);
  const danger = (does: string, button: string) => drawButton(desk, { does, button, look: "danger" });
  return html`${partOf(
    "data",
    say.dataTitle,
    html`<p>${say.dataText}</p>
      <p>
        <a class="button" href="${visit.link(`/api/users/${id}/export`)}" download="${id}.json">${say.dataLink}</a>
      </p>`,
  )}${partOf(
    "delete",
    say.deleteTitle,
    html`${refusal}${folded(
      { summary: say.deleteButton, isOpen: refusal !== null },
      html`<p>${say.deleteText}</p>
        ${danger("delete", say.deleteButton)}${
          admin.audit &&
          html`<p>${say.eraseText}</p>
            ${danger("erase", say.eraseButton)}`
        }`,
    )}`,
  )}`;
}

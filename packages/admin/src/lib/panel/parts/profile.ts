import { fill } from "@latchkey/locales";
import { html, type Attempt, type Html } from "@latchkey/pages";
import { dayOf, drawForm, folded } from "@latchkey/pages/blocks";
import type { Person } from "../../people/person.ts";
import type { Desk } from "../desk.ts";
import { partOf } from "../frame.ts";
import { jsonField, jsonProblem } from "../json-field.ts";
import { badgesOf } from "../users-page.ts";
import { drawButton } from "./button.ts";

/** Who it is, and changing that. */
export function profilePart(desk: Desk, { user }: Person, attempt: Attempt | null): Html {
  const { say, visit, isProved } = desk;
  const { locale } = visit;
  const row = (name: string, value: Html | string) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  const json = (value: object) => html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`;
  const own = attempt?.form.text("action") === "update" ? attempt : null;
  return partOf(
    "profile",
    say.profileTitle,
    html`<dl>
        ${row(say.userId, html`<code>${user.id}</code>`)}
        ${user.username !== undefined && row(locale.account.username, user.username)}
        ${row(say.address, html`${user.emailVerified ? say.verified : say.unverified}`)}
        ${row(say.access, html`${user.disabled ? badgesOf(say, { ...user, emailVerified: true }) : say.enabled}`)}
        ${user.metadata !== null && row(say.metadata, json(user.metadata))}
        ${user.appMetadata !== undefined && row(say.appMetadata, json(user.appMetadata))}
      </dl>
      <p class="hint">
        ${fill(say.created, { date: dayOf(locale, user.createdAt) })} ·
        ${fill(say.updated, { date: dayOf(locale, user.updatedAt) })}
      </p>
      ${isProved && folded({ summary: say.editTitle, isOpen: own !== null }, drawEdit(desk, user, own))}`,
  );
}

function drawEdit(desk: Desk, user: Person["user"], attempt: Attempt | null): Html {
  const { say, visit } = desk;
  const { account } = visit.locale;
  const problem = jsonProblem(say, attempt);
  const { alert, fields } = drawForm(visit.locale, {
    id: "edit",
    attempt,
    fields: {
      email: { label: account.email, type: "email", autocomplete: "off", value: user.email },
      username: {
        label: account.username,
        hint: say.usernameHint,
        autocomplete: "off",
        isOptional: true,
        value: user.username,
      },
      appMetadata: jsonField(say, user.appMetadata),
    },
    ...problem,
    places: { user_exists: "email", ...problem.places },
  });
  return html`${alert}${drawButton(desk, { does: "update", button: say.saveButton, look: undefined }, [
    fields.email,
    fields.username,
    fields.appMetadata,
  ])}`;
}

import type { ApiKey, ApiKeys } from "@latchkey/core/api-keys";
import { errorSentence, fill } from "@latchkey/locales";
import { alertOf, noteOf } from "../forms/form-fields.ts";
import { folded } from "../forms/folded.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import { typed } from "../html/sentence.ts";
import type { Attempt } from "../request/page.ts";
import { drawNewApiKey, readNewApiKey } from "./new-api-key.ts";
import { actionOf } from "./action.ts";
import { dayOf } from "./dates.ts";
import type { AccountVisit, Section } from "./section.ts";

const CREATE = "create-api-key";
const DELETE = "delete-api-key";

/** The API keys that one has, creating one, and deleting them. A new key is shown once. */
export function apiKeysSection(keys: ApiKeys): Section {
  return {
    id: "api-keys",
    title: ({ locale }) => locale.account.apiKeysTitle,
    async open(visit) {
      const list = await keys.listFor(visit.visitor.session);
      return { draw: (attempt) => draw(visit, { attempt, keys, list }) };
    },
    actions: {
      async [CREATE]({ visit, form, token }) {
        const { key } = await keys.create(token, readNewApiKey(form), visit.context.client);
        return {
          once: html`${noteOf(visit.locale.account.apiKeyCreateDone)}
            <p><code class="key">${key}</code></p>`,
        };
      },
      async [DELETE]({ visit: { context }, form, token }) {
        await keys.delete(token, form.text("id"), context.client);
        return { done: "api-key-deleted" };
      },
    },
    messages: { "api-key-deleted": ({ locale }) => locale.account.apiKeyDeleteDone },
  };
}

interface Drawing {
  readonly attempt: Attempt | null;
  readonly keys: ApiKeys;
  readonly list: readonly ApiKey[];
}

function draw(visit: AccountVisit, { attempt, keys, list }: Drawing): Html {
  const { locale } = visit;
  const { account } = locale;
  const tried = attempt?.form.text("action");
  const items = list.map((key) => html`<li>${drawKey(visit, key)}</li>`);
  return html`${attempt && tried === DELETE && alertOf(errorSentence(locale, attempt.error))}
    <p>${account.apiKeysText}</p>
    ${
      list.length > 0
        ? html`<ul class="list">
            ${items}
          </ul>`
        : html`<p class="hint">${account.apiKeysNone}</p>`
    }
    ${drawNewApiKey(visit, { action: CREATE, attempt: tried === CREATE ? attempt : null, scopes: keys.scopes })}`;
}

function drawKey(visit: AccountVisit, key: ApiKey): Html {
  const { locale } = visit;
  const { account } = locale;
  const { id, name, hint, scopes, createdAt, expiresAt, lastUsedAt } = key;
  const day = (time: string) => ({ date: dayOf(locale, time) });
  const facts = [
    fill(account.apiKeyCreated, day(createdAt)),
    expiresAt === null ? account.apiKeyNoExpiry : fill(account.apiKeyExpires, day(expiresAt)),
    lastUsedAt === null ? account.apiKeyNeverUsed : fill(account.apiKeyLastUsed, day(lastUsedAt)),
  ];
  const { action, hidden } = actionOf(visit, DELETE);
  const label = fill(account.apiKeyDeleteOf, { name });
  const form = drawFormElement({
    action,
    hidden: { ...hidden, id },
    button: account.apiKeyDelete,
    buttonLabel: label,
    look: "danger",
  });
  return html`<div>
      <p><strong>${typed(name)}</strong> <code>${hint}</code></p>
      ${scopes.length > 0 && html`<p>${scopes.map((scope) => html`<span class="badge">${scope}</span> `)}</p>`}
      ${facts.map((fact) => html`<p class="hint">${fact}</p>`)}
    </div>
    ${folded(
      { summary: account.apiKeyDelete, label, isOpen: false },
      html`<p>${account.apiKeyDeleteText}</p>
        ${form}`,
    )}`;
}

import { fill } from "@latchkey/locales";
import { html, type Attempt, type Html, type HtmlValue } from "@latchkey/pages";
import { dayOf, deviceName, typed } from "@latchkey/pages/blocks";
import type { Person } from "../../people/person.ts";
import type { Desk } from "../desk.ts";
import { partOf } from "../frame.ts";
import { drawButton, refusalOf } from "./button.ts";

/** The devices, keys and accounts with which the user gets in. */
export function credentialParts(desk: Desk, person: Person, attempt: Attempt | null): Html {
  const parts = [sessionsOf, keysOf, identitiesOf].map((part) => part(desk, person, attempt));
  return html`${parts}`;
}

function sessionsOf(desk: Desk, { sessions }: Person, attempt: Attempt | null): Html {
  const { say, visit } = desk;
  const { account } = visit.locale;
  const items = sessions.map(({ id, agent, address, createdAt }) => {
    const device = deviceName(visit.locale, agent);
    const facts = [
      fill(account.sessionOpened, { date: dayOf(visit.locale, createdAt) }),
      ...(address === null ? [] : [fill(account.sessionAddress, { address })]),
    ];
    const buttonLabel = fill(account.sessionEndOf, { device });
    const form = { does: "end-session", hidden: { sessionId: id }, button: account.sessionEnd, buttonLabel };
    return item(device, facts, drawButton(desk, form));
  });
  return partOf(
    "sessions",
    say.sessionsTitle,
    html`${refusalOf(desk, attempt, ["end-session", "end-sessions"])}${listOf(items, say.sessionsNone)}${
      items.length > 0 && drawButton(desk, { does: "end-sessions", button: say.sessionsEndAll })
    }`,
  );
}

function keysOf(desk: Desk, { apiKeys }: Person, attempt: Attempt | null): Html {
  const { say, visit, isProved } = desk;
  const { account } = visit.locale;
  const items = apiKeys.map(({ id, name, hint, createdAt, expiresAt }) => {
    const facts = [
      `${hint}…`,
      fill(account.apiKeyCreated, { date: dayOf(visit.locale, createdAt) }),
      ...(expiresAt === null ? [] : [fill(account.apiKeyExpires, { date: dayOf(visit.locale, expiresAt) })]),
    ];
    const buttonLabel = fill(account.apiKeyDeleteOf, { name });
    const form = { does: "delete-api-key", hidden: { keyId: id }, button: account.apiKeyDelete, buttonLabel };
    return item(name, facts, isProved && drawButton(desk, { ...form, look: "danger" }));
  });
  return partOf(
    "api-keys",
    account.apiKeysTitle,
    html`${refusalOf(desk, attempt, ["delete-api-key"])}${listOf(items, say.apiKeysNone)}`,
  );
}

function identitiesOf(desk: Desk, { identities }: Person, attempt: Attempt | null): Html {
  const { say, visit, isProved } = desk;
  const { account } = visit.locale;
  const items = identities.map(({ provider, subject, email, createdAt }) => {
    const facts = [email ?? subject, fill(account.identityConnected, { date: dayOf(visit.locale, createdAt) })];
    const buttonLabel = fill(account.identityDisconnectOf, { provider });
    const button = account.identityDisconnect;
    const form = { does: "unlink-identity", hidden: { provider, subject }, button, buttonLabel };
    return item(provider, facts, isProved && drawButton(desk, { ...form, look: "danger" }));
  });
  return partOf(
    "identities",
    account.identitiesTitle,
    html`${refusalOf(desk, attempt, ["unlink-identity"])}${listOf(items, say.identitiesNone)}`,
  );
}

function item(name: string, facts: readonly string[], form: HtmlValue): Html {
  return html`<li>
    <div>
      <p><strong>${typed(name)}</strong></p>
      ${facts.map((fact) => html`<p class="hint">${typed(fact)}</p>`)}
    </div>
    ${form}
  </li>`;
}

function listOf(items: readonly Html[], none: string): Html {
  if (items.length === 0) return html`<p class="hint">${none}</p>`;
  return html`<ul class="list">
    ${items}
  </ul>`;
}

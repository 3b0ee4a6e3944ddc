import { fill } from "@latchkey/locales";
import { html, type Attempt, type Html, type HtmlValue } from "@latchkey/pages";
import { dayOf, deviceName, typed } from "@latchkey/pages/blocks";
import type { Person } from "../../people/person.ts";
import type { Desk } from "../desk.ts";
import { partOf } from "../frame.ts";
import { drawButton, refusalOf } from "./button.ts";

/** The devices, keys, accounts and passkeys with which the user gets in, and the second factor. */
export function credentialParts(desk: Desk, person: Person, attempt: Attempt | null): Html {
  const parts = [sessionsOf, keysOf, identitiesOf, passkeysOf, factorOf].map((part) => part(desk, person, attempt));
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

function passkeysOf(desk: Desk, { passkeys }: Person, attempt: Attempt | null): Html {
  const { say, visit, isProved } = desk;
  const { passkeys: words } = visit.locale;
  const items = passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => {
    const facts = [
      fill(words.created, { date: dayOf(visit.locale, createdAt) }),
      lastUsedAt === null ? words.neverUsed : fill(words.lastUsed, { date: dayOf(visit.locale, lastUsedAt) }),
      ...(backedUp ? [words.synced] : []),
    ];
    const buttonLabel = fill(words.deleteOf, { name });
    const form = { does: "delete-passkey", hidden: { passkeyId: id }, button: words.delete, buttonLabel };
    return item(name, facts, isProved && drawButton(desk, { ...form, look: "danger" }));
  });
  return partOf(
    "passkeys",
    words.title,
    html`${refusalOf(desk, attempt, ["delete-passkey"])}${listOf(items, say.passkeysNone)}`,
  );
}

function factorOf(desk: Desk, { secondFactor }: Person, attempt: Attempt | null): Html {
  const { say, visit, isProved } = desk;
  const { secondFactor: words } = visit.locale;
  const refusal = refusalOf(desk, attempt, ["reset-second-factor"]);
  if (!secondFactor)
    return partOf(
      "second-factor",
      words.title,
      html`${refusal}
        <p class="hint">${say.secondFactorNone}</p>`,
    );
  const { createdAt, recoveryCodes } = secondFactor;
  const reset = { does: "reset-second-factor", button: say.secondFactorReset, look: "danger" } as const;
  return partOf(
    "second-factor",
    words.title,
    html`${refusal}
      <p>${fill(words.on, { date: dayOf(visit.locale, createdAt) })}</p>
      <p class="hint">${fill(words.codesLeft, { count: String(recoveryCodes) })}</p>
      ${isProved && drawButton(desk, reset, html`<p class="hint">${say.secondFactorResetText}</p>`)}`,
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

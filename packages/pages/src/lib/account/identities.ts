import type { Identity } from "@latchkey/core/identities";
import type { StepUp } from "@latchkey/core/step-up";
import { errorSentence, fill } from "@latchkey/locales";
import { folded } from "../forms/folded.ts";
import { alertOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import { typed } from "../html/sentence.ts";
import type { Attempt } from "../request/page.ts";
import type { Social } from "../social.ts";
import { actionOf } from "./action.ts";
import { dayOf } from "./dates.ts";
import { drawProofStep } from "./proof-step.ts";
import { PROVE, readProof } from "./proof.ts";
import type { AccountVisit, Action, GoesOn, Section } from "./section.ts";

const ID = "identities";
const CONNECT = "connect-identity";
const DISCONNECT = "disconnect-identity";

/** What the section works with. */
export interface IdentityTools {
  readonly social: Social;
  readonly proof: StepUp;
}

/** The accounts at providers that one can sign in with, connecting others, and disconnecting them. */
export function identitiesSection({ social, proof }: IdentityTools): Section {
  const leave = async ({ visit, form, token }: Action, purpose: "link" | "prove"): Promise<GoesOn> => {
    const { context, link, locale } = visit;
    const provider = form.text("provider");
    // The section, so that what it says of the way back is in view.
    const next = `${link("/account", { done: purpose === "link" ? "connected" : "proved" })}#${ID}`;
    const { headers } = context.request;
    const { location, setCookie } = await social.begin({ provider, purpose, next, token, headers });
    const name = social.providers.find(({ id }) => id === provider)?.name ?? provider;
    return { goesOnTo: location, text: fill(locale.forms.continueWith, { provider: name }), setCookie };
  };
  return {
    id: ID,
    title: ({ locale }) => locale.account.identitiesTitle,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt) }),
    actions: {
      async [CONNECT](action) {
        const { currentPassword } = readProof(action.form);
        const { client } = action.visit.context;
        if (currentPassword !== undefined) await proof.prove(action.token, { password: currentPassword }, client);
        return leave(action, "link");
      },
      async [DISCONNECT]({ visit: { context }, form, token }) {
        const input = { provider: form.text("provider"), subject: form.text("subject"), ...readProof(form) };
        await social.identities.unlink(token, input, context.client);
        return { done: "disconnected" };
      },
      [PROVE]: (action) => leave(action, "prove"),
    },
    messages: {
      connected: ({ locale }) => locale.account.identityConnectDone,
      disconnected: ({ locale }) => locale.account.identityDisconnectDone,
      proved: ({ locale }) => locale.account.proofDone,
    },
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null): Html {
  const { locale, identities, providers, query } = visit;
  const { account } = locale;
  const step = attempt && drawProofStep(visit, attempt);
  const returned = query("error");
  const code = attempt?.error.code ?? (returned === "" ? null : returned);
  const alert = code !== null && !step && alertOf(errorSentence(locale, { ...attempt?.error, code }));
  const missing = providers.filter(({ id }) => identities.every(({ provider }) => provider !== id));
  return html`${alert}${step}
  ${
    identities.length > 0
      ? html`<p>${account.identitiesText}</p>
          <ul class="list">
            ${identities.map((identity) => html`<li>${drawIdentity(visit, identity)}</li>`)}
          </ul>`
      : html`<p class="hint">${account.identitiesNone}</p>`
  }
  ${missing.length > 0 && html`<div class="row">${missing.map((provider) => drawConnect(visit, provider))}</div>`}`;
}

function drawConnect(visit: AccountVisit, { id, name }: Social["providers"][number]): Html {
  const { action, hidden } = actionOf(visit, CONNECT);
  const button = fill(visit.locale.account.identityConnect, { provider: name });
  return drawFormElement({ action, hidden: { ...hidden, provider: id }, button, look: "plain" });
}

function drawIdentity(visit: AccountVisit, { provider, subject, email, createdAt, lastUsedAt }: Identity): Html {
  const { locale, providers } = visit;
  const { account } = locale;
  const name = providers.find(({ id }) => id === provider)?.name ?? provider;
  const { action, hidden } = actionOf(visit, DISCONNECT);
  const label = fill(account.identityDisconnectOf, { provider: name });
  const form = drawFormElement({
    action,
    hidden: { ...hidden, provider, subject },
    button: account.identityDisconnect,
    buttonLabel: label,
    look: "danger",
  });
  return html`<div>
      <p><strong>${name}</strong></p>
      ${email !== null && html`<p class="hint">${typed(email)}</p>`}
      <p class="hint">${fill(account.identityConnected, { date: dayOf(locale, createdAt) })}</p>
      <p class="hint">${fill(account.identityLastUsed, { date: dayOf(locale, lastUsedAt) })}</p>
    </div>
    ${folded(
      { summary: account.identityDisconnect, label, isOpen: false },
      html`<p>${account.identityDisconnectText}</p>
        ${form}`,
    )}`;
}

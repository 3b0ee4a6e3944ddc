import type { StepUp } from "@latchkey/core/step-up";
import { errorSentence, fill } from "@latchkey/locales";
import { folded } from "../forms/folded.ts";
import { alertOf, drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { drawPasskeyButton } from "../forms/passkey-button.ts";
import { html, type Html } from "../html/html.ts";
import { typed } from "../html/sentence.ts";
import type { OwnPasskey, PagePasskeys } from "../passkeys.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { dayOf } from "./dates.ts";
import { deviceName } from "./device.ts";
import { drawProofStep } from "./proof-step.ts";
import { readProof } from "./proof.ts";
import type { AccountVisit, Section } from "./section.ts";

const ID = "passkeys";
const ADD = "add-passkey";
const RENAME = "rename-passkey";
const DELETE = "delete-passkey";

/** What the section works with. */
export interface PasskeyTools {
  readonly passkeys: PagePasskeys;
  readonly proof: StepUp;
}

/** The passkeys that one has, adding another, naming and deleting them. */
export function passkeysSection({ passkeys, proof }: PasskeyTools): Section {
  return {
    id: ID,
    title: ({ locale }) => locale.passkeys.title,
    open: async (visit) => ({ draw: (attempt) => draw(visit, attempt) }),
    actions: {
      // A passkey is made by the script. This asks for the proof that it needs.
      async [ADD]({ visit: { context }, form, token }) {
        const { currentPassword } = readProof(form);
        if (currentPassword !== undefined) await proof.prove(token, { password: currentPassword }, context.client);
        await passkeys.beginAdd(token);
        return { done: "passkey-proved" };
      },
      async [RENAME]({ visit: { context }, form, token }) {
        await passkeys.rename(token, { id: form.text("id"), name: form.required("name") }, context.client);
        return { done: "passkey-renamed" };
      },
      async [DELETE]({ visit: { context }, form, token }) {
        await passkeys.delete(token, { id: form.text("id"), ...readProof(form) }, context.client);
        return { done: "passkey-deleted" };
      },
    },
    messages: {
      "passkey-proved": ({ locale }) => locale.account.proofDone,
      "passkey-added": ({ locale }) => locale.passkeys.addDone,
      "passkey-renamed": ({ locale }) => locale.passkeys.renameDone,
      "passkey-deleted": ({ locale }) => locale.passkeys.deleteDone,
    },
  };
}

function draw(visit: AccountVisit, attempt: Attempt | null): Html {
  const { locale, passkeys } = visit;
  const sentences = locale.passkeys;
  const step = attempt && drawProofStep(visit, attempt);
  const isNaming = attempt?.form.text("action") === RENAME;
  const alert = attempt && !step && !isNaming && alertOf(errorSentence(locale, attempt.error));
  return html`${alert}${step}
    <p>${sentences.text}</p>
    ${
      passkeys.length > 0
        ? html`<ul class="list">
            ${passkeys.map((passkey, at) => html`<li>${drawPasskey(visit, { passkey, at, attempt })}</li>`)}
          </ul>`
        : html`<p class="hint">${sentences.none}</p>`
    }
    ${drawAdd(visit)}`;
}

/** Who has a second factor must have proved it, too. */
function mayAdd({ isProved, provesFactor, factor }: AccountVisit): boolean {
  return isProved && (!factor?.enabled || provesFactor);
}

/** Adding needs a recent proof, and a script. */
function drawAdd(visit: AccountVisit): Html {
  const { locale, link, context } = visit;
  const sentences = locale.passkeys;
  const button = mayAdd(visit)
    ? drawPasskeyButton(visit, {
        kind: "add",
        button: sentences.add,
        to: `${link("/account", { done: "passkey-added" })}#${ID}`,
        name: deviceName(locale, context.client.agent),
      })
    : drawFormElement({ ...actionOf(visit, ADD), button: sentences.add, look: "plain" });
  return html`${button}
    <noscript><p class="hint">${sentences.needsScript}</p></noscript>
    <p class="hint" hidden data-no-passkeys>${sentences.unsupported}</p>`;
}

interface Drawing {
  readonly passkey: OwnPasskey;
  readonly at: number;
  readonly attempt: Attempt | null;
}

function drawPasskey(visit: AccountVisit, { passkey, at, attempt }: Drawing): Html {
  const { locale } = visit;
  const sentences = locale.passkeys;
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey;
  const { action, hidden } = actionOf(visit, DELETE);
  const deleteLabel = fill(sentences.deleteOf, { name });
  const renameLabel = fill(sentences.renameOf, { name });
  const isNamed = attempt?.form.text("action") === RENAME && attempt.form.text("id") === id ? attempt : null;
  const naming = { summary: sentences.rename, label: renameLabel, isOpen: isNamed !== null };
  const { alert, fields } = drawForm(locale, {
    id: `passkey-${at}`,
    attempt: isNamed,
    fields: { name: { label: sentences.name, autocomplete: "off", value: name, maxLength: 64 } },
  });
  const rename = drawFormElement(
    { action, hidden: { ...actionOf(visit, RENAME).hidden, id }, button: sentences.renameButton },
    fields.name,
  );
  const remove = drawFormElement({
    action,
    hidden: { ...hidden, id },
    button: sentences.delete,
    buttonLabel: deleteLabel,
    look: "danger",
  });
  const used = lastUsedAt === null ? sentences.neverUsed : fill(sentences.lastUsed, day(locale, lastUsedAt));
  return html`<div>
      <p><strong>${typed(name)}</strong> ${backedUp && html`<span class="badge">${sentences.synced}</span>`}</p>
      <p class="hint">${fill(sentences.created, day(locale, createdAt))}</p>
      <p class="hint">${used}</p>
    </div>
    ${folded(naming, html`${alert}${rename}`)}
    ${folded(
      { summary: sentences.delete, label: deleteLabel, isOpen: false },
      html`<p>${sentences.deleteText}</p>
        ${remove}`,
    )}`;
}

function day(locale: AccountVisit["locale"], moment: string) {
  return { date: dayOf(locale, moment) };
}

import type { StepUp } from "@latchkey/core/step-up";
import { errorSentence, fill } from "@latchkey/locales";
import {
  carriedSetup,
  codeField,
  drawCodes,
  drawSetup,
  readCode,
  readSetup,
  wrongCode,
  WRONG_CODE_PLACE,
} from "../forms/factor-code.ts";
import { folded } from "../forms/folded.ts";
import { alertOf, drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import type { Visit } from "../request/visit.ts";
import type { FactorSetup, PageSecondFactor } from "../second-factor.ts";
import { actionOf } from "./action.ts";
import { dayOf } from "./dates.ts";
import { drawProofStep } from "./proof-step.ts";
import { drawPasskeyInstead, PROVE_CODE, readProof } from "./proof.ts";
import type { AccountVisit, Action, Outcome, Section } from "./section.ts";

const ID = "second-factor";
const SET_UP = "set-up-factor";
const CONFIRM = "confirm-factor";
const REPLACE = "replace-codes";
const DISABLE = "disable-factor";
const FORGET = "forget-devices";

/** What the section works with. */
export interface FactorTools {
  readonly factor: PageSecondFactor;
  readonly proof: StepUp;
}

/** Setting up the second factor, its recovery codes, and turning it off. */
export function secondFactorSection(tools: FactorTools): Section {
  const { factor, proof } = tools;
  return {
    id: ID,
    title: ({ locale }) => locale.secondFactor.title,
    open: async (visit) => ({ draw: (attempt) => draw(visit, { attempt, trustsDevices: factor.trustsDevices }) }),
    actions: {
      async [SET_UP]({ visit, form, token }) {
        const { currentPassword } = readProof(form);
        if (currentPassword !== undefined)
          await proof.prove(token, { password: currentPassword }, visit.context.client);
        return { once: drawConfirm(visit, await factor.setUp(token), null), isAlone: true };
      },
      [CONFIRM]: (action) => confirm(factor, action),
      async [REPLACE]({ visit, form, token }) {
        await proveByCode(factor, { visit, form, token });
        const codes = await factor.replaceCodes(token, undefined, visit.context.client);
        return { once: codesOnce(visit, codes) };
      },
      async [DISABLE]({ visit, form, token }) {
        await proveByCode(factor, { visit, form, token });
        await factor.disable(token, undefined, visit.context.client);
        return { done: "factor-off" };
      },
      async [FORGET]({ visit, form, token }) {
        await proveByCode(factor, { visit, form, token });
        await factor.forgetDevices(token, visit.context.client);
        return { done: "devices-forgotten" };
      },
      async [PROVE_CODE](action) {
        await proveByCode(factor, action);
        return { done: "proof-done" };
      },
    },
    messages: {
      "factor-off": ({ locale }) => locale.secondFactor.turnOffDone,
      "devices-forgotten": ({ locale }) => locale.secondFactor.forgetDevicesDone,
    },
  };
}

async function proveByCode(factor: PageSecondFactor, { visit, form, token }: Action): Promise<void> {
  const code = readCode(form);
  if (code) await factor.prove(token, code, visit.context.client);
}

/** A wrong code shows the same secret again: an app has it already. */
async function confirm(factor: PageSecondFactor, { visit, form, token }: Action): Promise<Outcome> {
  try {
    const input = {
      ticket: form.text("ticket"),
      code: form.required("code"),
      endOtherSessions: form.text("endOthers") !== "",
    };
    const codes = await factor.confirm(token, input, visit.context.client);
    return {
      once: html`<p>${visit.locale.secondFactor.turnOnDone}</p>
        ${codesOnce(visit, codes)}`,
    };
  } catch (thrown) {
    return { once: drawConfirm(visit, readSetup(form, factor), { form, error: wrongCode(thrown) }), isAlone: true };
  }
}

function codesOnce({ locale, link }: Visit, codes: readonly string[]): Html {
  return drawCodes(locale, codes, `${link("/account")}#${ID}`);
}

function drawConfirm(visit: Visit, setup: FactorSetup, attempt: Attempt | null): Html {
  const { locale, link } = visit;
  const { secondFactor } = locale;
  const { alert, fields } = drawForm(locale, {
    id: "factor",
    attempt,
    fields: { code: codeField(locale) },
    places: WRONG_CODE_PLACE,
  });
  const { action, hidden } = actionOf(visit, CONFIRM);
  const form = drawFormElement(
    { action: `${action}#${ID}`, hidden: { ...hidden, ...carriedSetup(setup) }, button: secondFactor.turnOn },
    [
      fields.code,
      html`<label class="choice"
        ><input type="checkbox" name="endOthers" value="yes" checked /> ${secondFactor.endOthers}</label
      >`,
    ],
  );
  return html`${drawSetup(locale, setup, attempt === null)} ${alert} ${form}
    <p class="links"><a href="${link("/account")}#${ID}">${locale.account.cancel}</a></p>`;
}

interface Drawing {
  readonly attempt: Attempt | null;
  readonly trustsDevices: boolean;
}

function draw(visit: AccountVisit, { attempt, trustsDevices }: Drawing): Html {
  const { locale, factor } = visit;
  const { secondFactor } = locale;
  if (!factor?.enabled) return drawOff(visit, attempt);
  const tried = attempt?.form.text("action");
  const forms = [
    { action: REPLACE, text: secondFactor.codesReplaceText, button: secondFactor.codesReplace },
    ...(trustsDevices ? [{ action: FORGET, text: null, button: secondFactor.forgetDevices }] : []),
    ...(factor.required ? [] : [{ action: DISABLE, text: secondFactor.turnOffText, button: secondFactor.turnOff }]),
  ];
  const refused = attempt && tried === PROVE_CODE && alertOf(errorSentence(locale, attempt.error));
  return html`${refused}
    <p>${fill(secondFactor.on, { date: dayOf(locale, factor.createdAt!) })}</p>
    <p>${fill(secondFactor.codesLeft, { count: String(factor.recoveryCodes) })}</p>
    ${factor.required && html`<p class="hint">${secondFactor.required}</p>`}
    ${forms.map((form) => drawProved(visit, form, tried === form.action ? attempt : null))}`;
}

interface ProvedForm {
  readonly action: string;
  readonly text: string | null;
  readonly button: string;
}

/** A form that takes a code or a passkey, since the password alone is not enough for what it does. */
function drawProved(visit: AccountVisit, { action, text, button }: ProvedForm, attempt: Attempt | null): Html {
  const { locale } = visit;
  const { alert, fields } = drawForm(locale, {
    id: action,
    attempt,
    fields: { code: codeField(locale, locale.secondFactor.proof) },
    places: { ...WRONG_CODE_PLACE, proof_required: "code" },
  });
  const look = action === DISABLE ? "danger" : "plain";
  const form = drawFormElement(
    { ...actionOf(visit, action), button, look, below: drawPasskeyInstead(visit) },
    fields.code,
  );
  return folded(
    { summary: button, isOpen: attempt !== null },
    html`${alert}${text !== null && html`<p>${text}</p>`}${form}`,
  );
}

function drawOff(visit: AccountVisit, attempt: Attempt | null): Html {
  const { locale } = visit;
  const { secondFactor } = locale;
  const step = attempt && drawProofStep(visit, attempt);
  const alert = attempt && !step && alertOf(errorSentence(locale, attempt.error));
  return html`${alert}${step}
    <p>${secondFactor.text}</p>
    ${drawFormElement({ ...actionOf(visit, SET_UP), button: secondFactor.setUp, look: "plain" })}`;
}

import { AuthError } from "@latchkey/core";
import {
  carriedSetup,
  codeField,
  drawCodes,
  drawSetup,
  readSetup,
  wrongCode,
  WRONG_CODE_PLACE,
} from "../forms/factor-code.ts";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt, Page, Screen } from "../request/page.ts";
import { stepPath } from "../request/step.ts";
import type { Visit } from "../request/visit.ts";
import type { FactorSetup, PageSecondFactor } from "../second-factor.ts";
import { expired, sessionOf, ticketOf } from "./sign-in-step.ts";

const PATH = stepPath("second_factor_setup_required")!;

/** Setting up the second factor without which an account opens no session. */
export function requiredSetupPage(factor: PageSecondFactor): Page {
  return {
    path: PATH,
    async open(visit) {
      const ticket = ticketOf(visit);
      if (visit.isSubmitted) return { draw: () => ({ title: titleOf(visit), body: expired(visit) }) };
      if (ticket === undefined) return { redirectTo: visit.link("/sign-in") };
      const setup = await factor.setUpToSignIn(ticket).catch(orExpired);
      return { draw: () => (setup ? draw(visit, setup, null) : { title: titleOf(visit), body: expired(visit) }) };
    },
    submit: (visit, form) => confirm(factor, visit, form),
  };
}

/** A wrong code shows the same secret again: an app has it already. */
async function confirm(factor: PageSecondFactor, visit: Visit, form: Form): Promise<Screen> {
  const { context, locale } = visit;
  const ticket = form.text("ticket");
  try {
    const input = { ticket, code: form.required("code") };
    const signedIn = await factor.confirmToSignIn(input, context.client, context.opening);
    return {
      setCookie: sessionOf(visit, { signedIn, setCookie: [] }),
      draw: () => ({
        title: locale.secondFactor.codesTitle,
        body: drawCodes(locale, signedIn.recoveryCodes, visit.arrival()),
      }),
    };
  } catch (thrown) {
    const error = wrongCode(thrown);
    return { draw: () => draw(visit, readSetup(form, factor), { form, error }) };
  }
}

const titleOf = ({ locale }: Visit): string => locale.secondFactor.setUpTitle;

function draw(visit: Visit, setup: FactorSetup, attempt: Attempt | null): Content {
  const { locale, link, next } = visit;
  const { secondFactor, forms } = locale;
  const { alert, fields } = drawForm(locale, {
    id: "setup",
    attempt,
    fields: { code: codeField(locale) },
    places: WRONG_CODE_PLACE,
  });
  const form = drawFormElement(
    { action: link(PATH), hidden: { ...carriedSetup(setup), next }, button: secondFactor.turnOn },
    fields.code,
  );
  return {
    title: titleOf(visit),
    body: html`<p>${secondFactor.setUpText}</p>
      ${drawSetup(locale, setup)} ${alert} ${form}
      <p class="links"><a href="${link("/sign-in", { next })}">${forms.backToSignIn}</a></p>`,
  };
}

function orExpired(error: unknown): null {
  if (error instanceof AuthError && error.code === "flow_expired") return null;
  throw error;
}

import { AuthError } from "@latchkey/core";
import { carriedTicket } from "@latchkey/http";
import { codeField, readCode, recoveryField } from "../forms/factor-code.ts";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt, Page } from "../request/page.ts";
import { stepPath } from "../request/step.ts";
import type { Visit } from "../request/visit.ts";
import type { PageSecondFactor } from "../second-factor.ts";
import type { Social } from "../social.ts";
import { expired, finishStep, ticketOf } from "./sign-in-step.ts";
import { waitingLink, waitingQuery } from "./waiting-link.ts";

const PATH = stepPath("second_factor_required")!;
/** How long a device is trusted, in seconds. */
const TRUST_S = 30 * 86_400;

/** What the pages of the second step work with. */
export interface StepTools {
  readonly factor: PageSecondFactor;
  readonly social: Social | undefined;
}

/** The second step of signing in: a code of the app, or a recovery code. */
export function secondFactorPage({ factor, social }: StepTools): Page {
  return {
    path: PATH,
    async open(visit) {
      if (!visit.isSubmitted && ticketOf(visit) === undefined) return { redirectTo: visit.link("/sign-in") };
      return { draw: (attempt) => draw(visit, { attempt, social, trustsDevices: factor.trustsDevices }) };
    },
    async submit(visit, form) {
      const { context } = visit;
      const ticket = ticketOf(visit);
      if (ticket === undefined) throw new AuthError("flow_expired", "Sign in again");
      const code = readCode(form) ?? { code: form.required(isRecovery(form) ? "recoveryCode" : "code") };
      const trustDevice = form.text("trustDevice") !== "";
      const signedIn = await factor.signIn({ ...code, ticket, trustDevice }, context.client, context.opening);
      const { device } = signedIn;
      const trust = device === null ? [] : [carriedTicket(context, "trusted-device").set(device, TRUST_S)];
      return finishStep(visit, { social, signedIn, setCookie: trust });
    },
  };
}

const isRecovery = (form: Form): boolean => form.text("way") === "recovery";

interface Drawing {
  readonly attempt: Attempt | null;
  readonly social: Social | undefined;
  readonly trustsDevices: boolean;
}

function draw(visit: Visit, { attempt, social, trustsDevices }: Drawing): Content {
  const { locale, link, next, query } = visit;
  const { forms, secondFactor } = locale;
  const title = secondFactor.signInTitle;
  if (attempt?.error.code === "flow_expired") return { title, body: expired(visit) };
  const byRecovery = attempt ? isRecovery(attempt.form) : query("way") === "recovery";
  const waiting = waitingQuery(waitingLink(visit, social));
  const { alert, fields } = drawForm(locale, {
    id: "factor",
    attempt,
    fields: {
      code: byRecovery ? null : codeField(locale),
      recoveryCode: byRecovery ? recoveryField(locale) : null,
    },
    places: { invalid_code: byRecovery ? "recoveryCode" : "code" },
  });
  const trust = html`<label class="choice"
    ><input type="checkbox" name="trustDevice" value="yes" /> ${secondFactor.trustDevice}</label
  >`;
  const form = drawFormElement(
    {
      action: link(PATH, waiting),
      hidden: { next, way: byRecovery ? "recovery" : null },
      button: forms.signInButton,
    },
    [Object.values(fields), trustsDevices && trust],
  );
  const other = link(PATH, { ...waiting, next, way: byRecovery ? null : "recovery" });
  return {
    title,
    body: html`${alert}${!byRecovery && html`<p>${secondFactor.signInText}</p>`} ${form}
      <ul class="links">
        <li><a href="${other}">${byRecovery ? secondFactor.useApp : secondFactor.useRecoveryCode}</a></li>
        <li><a href="${link("/sign-in", { ...waiting, next })}">${forms.backToSignIn}</a></li>
      </ul>`,
  };
}

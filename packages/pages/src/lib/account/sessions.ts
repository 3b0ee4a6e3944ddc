import type { OwnSession, Sessions } from "@latchkey/core/sessions";
import { endEach } from "@latchkey/http";
import { errorSentence, fill } from "@latchkey/locales";
import { alertOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import { typed } from "../html/sentence.ts";
import { actionOf } from "./action.ts";
import { dayOf } from "./dates.ts";
import { deviceName } from "./device.ts";
import type { AccountVisit, Section } from "./section.ts";

/** The devices that one is signed in on, and signing them out. */
export function sessionsSection(sessions: Sessions): Section {
  return {
    id: "sessions",
    title: ({ locale }) => locale.account.sessionsTitle,
    async open(visit) {
      const list = await sessions.listFor(visit.visitor.session);
      return {
        draw: (attempt) => html`${attempt && alertOf(errorSentence(visit.locale, attempt.error))}${draw(visit, list)}`,
      };
    },
    actions: {
      async "end-session"({ visit: { context }, form, token }) {
        await sessions.end(token, form.text("id"), context.client);
        return { done: "session-ended" };
      },
      async "end-other-sessions"({ visit: { context }, token }) {
        await sessions.endOthers(token, context.client);
        return { done: "other-sessions-ended" };
      },
      async "end-all-sessions"({ visit: { context, link } }) {
        await endEach(context.allTokens, (token) => sessions.endAll(token, context.client));
        return { redirectTo: link("/sign-in", { done: "signed-out" }), setCookie: context.clearedCookie };
      },
    },
    messages: {
      "session-ended": ({ locale }) => locale.account.sessionEnded,
      "other-sessions-ended": ({ locale }) => locale.account.sessionsEndedOthers,
    },
  };
}

function draw(visit: AccountVisit, list: readonly OwnSession[]): Html {
  const { account } = visit.locale;
  const others = list.length > 1;
  const sorted = list.toSorted((one, other) => Number(other.current) - Number(one.current));
  const end = (action: string, button: string) =>
    drawFormElement({ ...actionOf(visit, action), button, look: "plain" });
  return html`<p>${account.sessionsText}</p>
    <ul class="list">
      ${sorted.map((session) => html`<li>${drawSession(visit, session)}</li>`)}
    </ul>
    <div class="row">
      ${others && end("end-other-sessions", account.sessionsEndOthers)}
      ${end("end-all-sessions", account.sessionsEndAll)}
    </div>`;
}

function drawSession(visit: AccountVisit, session: OwnSession): Html {
  const { locale } = visit;
  const { account } = locale;
  const { id, current, address, agent, createdAt, lastUsedAt } = session;
  const device = deviceName(locale, agent);
  const facts = [
    fill(account.sessionOpened, { date: dayOf(locale, createdAt) }),
    dayOf(locale, lastUsedAt) !== dayOf(locale, createdAt) &&
      fill(account.sessionLastUsed, { date: dayOf(locale, lastUsedAt) }),
    address !== null && fill(account.sessionAddress, { address }),
  ].filter((fact) => fact !== false);
  const { action, hidden } = actionOf(visit, "end-session");
  const form = drawFormElement({
    action,
    hidden: { ...hidden, id },
    button: account.sessionEnd,
    buttonLabel: fill(account.sessionEndOf, { device }),
    look: "plain",
  });
  return html`<div>
      <p>
        <strong>${typed(device)}</strong> ${current && html`<span class="badge good">${account.sessionCurrent}</span>`}
      </p>
      ${facts.map((fact) => html`<p class="hint">${typed(fact)}</p>`)}
    </div>
    ${!current && form}`;
}

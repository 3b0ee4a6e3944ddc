import type { Usernames } from "@latchkey/core/usernames";
import type { RedirectReply } from "@latchkey/http";
import { errorSentence, fill } from "@latchkey/locales";
import { alertOf, drawForm, noteOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html, type HtmlValue } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt, Page, Screen } from "../request/page.ts";
import { findVisitor, sessionToken } from "../request/session.ts";
import { stepPath } from "../request/step.ts";
import type { Visit } from "../request/visit.ts";
import type { Social } from "../social.ts";
import type { Part } from "./part.ts";
import { finishLink, waitingLink, waitingQuery } from "./waiting-link.ts";
import { scriptsOf, waysIn } from "./ways-in.ts";

/** What the page works with. */
export interface SignInTools {
  readonly parts: readonly Part[];
  readonly usernames: Usernames | undefined;
  readonly social: Social | undefined;
}

/** Signing in: by address, or by user name in the same field. */
export function signInPage({ parts, usernames, social }: SignInTools): Page {
  const login = usernames ? "username" : "email";
  const hasStep = parts.some(({ pages = [] }) => pages.some(({ path }) => path === stepPath("second_factor_required")));
  return {
    path: "/sign-in",
    async open(visit) {
      const step = stepPath(visit.query("error"));
      // A provider led back here, and another step is asked for.
      if (step !== undefined && hasStep) return { redirectTo: visit.link(step, { next: visit.next }) };
      if (!visit.isSubmitted && (await findVisitor(visit.context))) return whenSignedIn(visit, social);
      return { draw: (attempt) => draw(visit, { attempt, login, parts, social }) };
    },
    async submit(visit, form) {
      const { context } = visit;
      const provider = waitingLink(visit, social);
      if (social && provider && form.text("connect") !== "")
        return finishLink(visit, { social, provider, token: sessionToken(context), setCookie: [] });
      const signedIn = await signIn(visit, { login, usernames }, form);
      const setCookie = context.sessionCookie(signedIn);
      if (social && provider) return finishLink(visit, { social, provider, token: signedIn.token, setCookie });
      return { redirectTo: visit.arrival(), setCookie };
    },
  };
}

async function signIn(
  { context }: Visit,
  { login, usernames }: { readonly login: string; readonly usernames: Usernames | undefined },
  form: Form,
) {
  const name = form.required(login);
  const password = form.required("password");
  const { opening } = context;
  // An address has an @, and a user name has none.
  return usernames && !name.includes("@")
    ? usernames.signIn({ username: name, password }, context.client, opening)
    : context.auth.signIn({ email: name, password }, context.client, opening);
}

interface Drawing {
  readonly attempt: Attempt | null;
  readonly login: "username" | "email";
  readonly parts: readonly Part[];
  readonly social: Social | undefined;
}

function draw(visit: Visit, { attempt, login, parts, social }: Drawing): Content {
  const { locale, link, next } = visit;
  const { forms } = locale;
  const scripts = scriptsOf(parts);
  // The browser offers passkeys in the field, once a script asks for them (HTML, "webauthn").
  const autocomplete = scripts.length > 0 ? "username webauthn" : "username";
  const { alert, fields } = drawForm(locale, {
    id: "sign-in",
    attempt,
    fields: {
      [login]:
        login === "username"
          ? { label: forms.emailOrUsername, autocomplete }
          : { label: forms.email, type: "email", autocomplete },
      password: { label: forms.password, type: "password", autocomplete: "current-password" },
    },
    places: { invalid_credentials: "password", invalid_email: login, invalid_username: login },
  });
  const form = drawFormElement(
    {
      action: link("/sign-in", waitingQuery(waitingLink(visit, social))),
      hidden: { next },
      button: forms.signInButton,
    },
    Object.values(fields),
  );
  const links = parts.flatMap(({ signInLink }) => (signInLink ? [html`<li>${signInLink(visit)}</li>`] : []));
  return {
    title: forms.signInTitle,
    scripts,
    body: html`${messageOf(visit, { attempt, social })}${alert} ${form}
    ${waysIn(visit, parts, "sign-in")}${
      links.length > 0 &&
      html`<ul class="links">
        ${links}
      </ul>`
    }`,
  };
}

/** For who is signed in already. Back from a provider with an error, they go to the account, which says it. */
function whenSignedIn(visit: Visit, social: Social | undefined): Screen | RedirectReply {
  const { query, link, arrival, next, locale } = visit;
  const waiting = waitingLink(visit, social);
  const error = query("error");
  if (!waiting)
    return {
      redirectTo: social && error !== "" ? link("/account", { error, provider: query("provider") }) : arrival(),
    };
  const { forms } = locale;
  const [text, button] = [forms.linkText, forms.linkButton].map((one) => fill(one, { provider: waiting.name }));
  const form = drawFormElement({
    action: link("/sign-in", waitingQuery(waiting)),
    hidden: { next, connect: "yes" },
    button: button!,
  });
  return {
    draw: () => ({
      title: button!,
      body: html`<p>${text}</p>
        ${form}`,
    }),
  };
}

/** What has happened before, by a fixed key: nobody can make the page say something else. */
function messageOf(visit: Visit, { attempt, social }: Pick<Drawing, "attempt" | "social">): HtmlValue {
  const { locale, query, next } = visit;
  const { forms, account } = locale;
  const waiting = waitingLink(visit, social);
  const toLink = waiting && fill(forms.linkText, { provider: waiting.name });
  if (attempt) return toLink !== null && html`<p>${toLink}</p>`;
  if (toLink !== null) return noteOf(toLink);
  const error = query("error");
  if (social && error !== "") return alertOf(errorSentence(locale, { code: error }));
  const messages = new Map([
    ["signed-out", forms.signOutDone],
    ["deleted", account.deleteDone],
    ["email-confirmed", forms.confirmEmailDone],
  ]);
  const message = messages.get(query("done"));
  if (message !== undefined) return noteOf(message);
  return next !== null && html`<p>${forms.signInRequired}</p>`;
}

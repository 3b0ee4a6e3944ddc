import type { Usernames } from "@latchkey/core/usernames";
import { replacedSessions } from "@latchkey/http";
import { drawForm, noteOf } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt, Page } from "../request/page.ts";
import { findVisitor } from "../request/session.ts";
import type { Visit } from "../request/visit.ts";
import type { Part } from "./part.ts";
import { waysIn } from "./ways-in.ts";

/** Signing in: by address, or by user name in the same field. */
export function signInPage(parts: readonly Part[], usernames: Usernames | undefined): Page {
  const login = usernames ? "username" : "email";
  return {
    path: "/sign-in",
    async open(visit) {
      if (!visit.isSubmitted && (await findVisitor(visit.context))) return { redirectTo: visit.arrival() };
      return { draw: (attempt) => draw(visit, { attempt, login, parts }) };
    },
    async submit(visit, form) {
      const { context } = visit;
      const signedIn = await signIn(visit, { login, usernames }, form);
      return { redirectTo: visit.arrival(), setCookie: context.sessionCookie(signedIn) };
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
  const replaced = replacedSessions(context.allTokens);
  // An address has an @, and a user name has none.
  return usernames && !name.includes("@")
    ? usernames.signIn({ username: name, password }, context.client, replaced)
    : context.auth.signIn({ email: name, password }, context.client, replaced);
}

interface Drawing {
  readonly attempt: Attempt | null;
  readonly login: "username" | "email";
  readonly parts: readonly Part[];
}

function draw(visit: Visit, { attempt, login, parts }: Drawing): Content {
  const { locale, link, next } = visit;
  const { forms } = locale;
  const { alert, fields } = drawForm(locale, {
    id: "sign-in",
    attempt,
    fields: {
      [login]:
        login === "username"
          ? { label: forms.emailOrUsername, autocomplete: "username" }
          : { label: forms.email, type: "email", autocomplete: "username" },
      password: { label: forms.password, type: "password", autocomplete: "current-password" },
    },
    places: { invalid_credentials: "password", invalid_email: login, invalid_username: login },
  });
  const form = drawFormElement(
    { action: link("/sign-in"), hidden: { next }, button: forms.signInButton },
    Object.values(fields),
  );
  const links = parts.flatMap(({ signInLink }) => (signInLink ? [html`<li>${signInLink(visit)}</li>`] : []));
  return {
    title: forms.signInTitle,
    body: html`${!attempt && messageOf(visit)}${alert} ${form}
    ${waysIn(visit, parts)}${
      links.length > 0 &&
      html`<ul class="links">
        ${links}
      </ul>`
    }`,
  };
}

/** What has happened before, by a fixed key: nobody can make the page say something else. */
function messageOf({ locale: { forms, account }, query, next }: Visit) {
  const messages = new Map([
    ["signed-out", forms.signOutDone],
    ["deleted", account.deleteDone],
    ["email-confirmed", forms.confirmEmailDone],
  ]);
  const message = messages.get(query("done"));
  if (message !== undefined) return noteOf(message);
  return next !== null && html`<p>${forms.signInRequired}</p>`;
}

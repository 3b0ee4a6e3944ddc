import type { Auth } from "@latchkey/core";
import type { Usernames } from "@latchkey/core/usernames";
import { fill } from "@latchkey/locales";
import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Attempt, Page } from "../request/page.ts";
import { findVisitor } from "../request/session.ts";
import type { Visit } from "../request/visit.ts";
import type { Part } from "./part.ts";
import { scriptsOf, waysIn } from "./ways-in.ts";

/** The page and the link, for a server that takes new accounts. */
export function signUpPart(auth: Auth, usernames: Usernames | undefined, parts: () => readonly Part[]): Part {
  return {
    pages: [signUpPage(auth, usernames, parts)],
    signInLink: ({ link, next, locale }) => html`<a href="${link("/sign-up", { next })}">${locale.forms.toSignUp}</a>`,
  };
}

function signUpPage(auth: Auth, usernames: Usernames | undefined, parts: () => readonly Part[]): Page {
  return {
    path: "/sign-up",
    async open(visit) {
      if (!visit.isSubmitted && (await findVisitor(visit.context))) return { redirectTo: visit.arrival() };
      return {
        draw: (attempt) => draw(visit, { attempt, auth, hasUsername: usernames !== undefined, parts: parts() }),
      };
    },
    async submit(visit, form) {
      const { context } = visit;
      const { client } = context;
      const { opening } = context;
      const username = usernames ? form.required("username") : "";
      const input = { email: form.required("email"), password: form.required("password") };
      const signedIn = usernames
        ? await usernames.signUp({ ...input, username }, client, opening)
        : await auth.signUp(input, client, opening);
      return { redirectTo: visit.arrival("signed-up"), setCookie: context.sessionCookie(signedIn) };
    },
  };
}

interface Drawing {
  readonly attempt: Attempt | null;
  readonly auth: Auth;
  readonly hasUsername: boolean;
  readonly parts: readonly Part[];
}

function draw(visit: Visit, { attempt, auth, hasUsername, parts }: Drawing): Content {
  const { locale, link, next } = visit;
  const { forms } = locale;
  const { minLength } = auth.passwordPolicy;
  const { alert, fields } = drawForm(locale, {
    id: "sign-up",
    attempt,
    fields: {
      username: {
        label: forms.username,
        autocomplete: "username",
        hint: forms.usernameHint,
        minLength: 3,
        maxLength: 32,
      },
      email: { label: forms.email, type: "email", autocomplete: "email" },
      password: {
        label: forms.password,
        type: "password",
        autocomplete: "new-password",
        hint: fill(forms.passwordHint, { minLength }),
        minLength,
      },
    },
    places: { user_exists: "email", username_taken: "username" },
  });
  const form = drawFormElement({ action: link("/sign-up"), hidden: { next }, button: forms.signUpButton }, [
    hasUsername && fields.username,
    fields.email,
    fields.password,
  ]);
  return {
    title: forms.signUpTitle,
    scripts: scriptsOf(parts),
    body: html`${alert} ${form} ${waysIn(visit, parts, "sign-up")}
      <p class="links"><a href="${link("/sign-in", { next })}">${forms.toSignIn}</a></p>`,
  };
}

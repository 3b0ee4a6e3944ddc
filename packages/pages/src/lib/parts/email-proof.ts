import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt, Page } from "../request/page.ts";
import { findVisitor, sessionToken } from "../request/session.ts";
import type { Visit } from "../request/visit.ts";
import { deadLink, mailedToken } from "./mailed-token.ts";

/** A page for the link in a mail that asks to confirm an address. */
export interface EmailProof {
  readonly path: string;
  /** The sentences of the page. */
  texts(visit: Visit): { readonly title: string; readonly text: string; readonly button: string };
  readonly submit: NonNullable<Page["submit"]>;
}

/** The token of the mail, and the proof that whoever has it also has the account: a session, or the password. */
export function readProof({ context }: Visit, form: Form) {
  const password = form.text("password");
  return {
    token: mailedToken(form),
    sessionToken: sessionToken(context),
    ...(password === "" ? null : { password }),
  };
}

/**
 * Shows a button, which spends the token. Without a session of the account it also asks for the password
 * (decisions/005).
 */
export function emailProofPage(proof: EmailProof): Page {
  return {
    path: proof.path,
    async open(visit) {
      const visitor = await findVisitor(visit.context);
      return { draw: (attempt) => draw(visit, { proof, attempt, isSignedIn: visitor !== null }) };
    },
    submit: proof.submit,
  };
}

interface Drawing {
  readonly proof: EmailProof;
  readonly attempt: Attempt | null;
  readonly isSignedIn: boolean;
}

function draw(visit: Visit, { proof, attempt, isSignedIn }: Drawing): Content {
  const { locale, link } = visit;
  const { forms, account } = locale;
  const { title, text, button } = proof.texts(visit);
  const token = attempt?.form.text("token") ?? visit.query("token");
  const code = attempt?.error.code;
  if (token === "" || code === "invalid_token") return { title, body: deadLink(locale, link("/account")) };
  // Who is signed in to another account needs the password, too, and so does who has tried one.
  const needsPassword = !isSignedIn || code === "unauthenticated" || attempt?.form.text("password");
  const { alert, fields } = drawForm(locale, {
    id: "proof",
    attempt,
    fields: { password: { label: forms.password, type: "password", autocomplete: "current-password" } },
    places: { unauthenticated: "password", invalid_credentials: "password" },
    sentences: { unauthenticated: forms.fieldRequired, invalid_credentials: account.currentPasswordWrong },
  });
  const form = drawFormElement(
    { action: link(proof.path), hidden: { token }, button },
    needsPassword && fields.password,
  );
  return {
    title,
    body: html`${alert}
      <p>${text}</p>
      ${needsPassword && html`<p>${forms.proofText}</p>`} ${form}`,
  };
}

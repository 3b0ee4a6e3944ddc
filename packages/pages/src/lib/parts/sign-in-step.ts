import type { SignedIn } from "@latchkey/core";
import { carriedTicket, type RedirectReply } from "@latchkey/http";
import { alertOf } from "../forms/form-fields.ts";
import { html, type Html } from "../html/html.ts";
import type { Visit } from "../request/visit.ts";
import type { Social } from "../social.ts";
import { finishLink, waitingLink } from "./waiting-link.ts";

/** What the first step of signing in has left in a cookie. */
export function ticketOf({ context }: Visit): string | undefined {
  return carriedTicket(context, "second-factor").read();
}

interface Finished {
  readonly social: Social | undefined;
  readonly signedIn: SignedIn;
  /** More `Set-Cookie` lines. */
  readonly setCookie: readonly string[];
}

/** The cookies of who has signed in by a second step. */
export function sessionOf({ context }: Visit, { signedIn, setCookie }: Omit<Finished, "social">): readonly string[] {
  const { cleared } = carriedTicket(context, "second-factor");
  return [...context.sessionCookie(signedIn), ...cleared, ...setCookie];
}

/** Where they go, and what is linked before. */
export async function finishStep(visit: Visit, { social, signedIn, ...more }: Finished): Promise<RedirectReply> {
  const setCookie = sessionOf(visit, { signedIn, ...more });
  const provider = waitingLink(visit, social);
  if (social && provider) return finishLink(visit, { social, provider, token: signedIn.token, setCookie });
  return { redirectTo: visit.arrival(), setCookie };
}

/** What stands there once the first step is too long ago. */
export function expired({ locale, link, next }: Visit): Html {
  return html`${alertOf(locale.errors.flow_expired)}
    <p class="links"><a href="${link("/sign-in", { next })}">${locale.forms.backToSignIn}</a></p>`;
}

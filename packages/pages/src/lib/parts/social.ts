import { fill } from "@latchkey/locales";
import { identitiesSection, type IdentityTools } from "../account/identities.ts";
import { html, type Html } from "../html/html.ts";
import type { Visit } from "../request/visit.ts";
import type { Social } from "../social.ts";
import { waitingLink, waitingQuery } from "./waiting-link.ts";
import type { Part } from "./part.ts";

/** Sign-in with accounts at providers: links on the pages to sign in and up, and a section of the account. */
export function socialPart(tools: IdentityTools): Part {
  return {
    sections: [identitiesSection(tools)],
    wayIn: (visit) => drawProviders(visit, tools.social),
  };
}

/** Links and no forms: a provider may send the browser on, which the policy for forms would not let it. */
function drawProviders(visit: Visit, social: Social): Html {
  const { link, next, locale, arrival } = visit;
  const waiting = waitingLink(visit, social);
  const shown = social.providers.filter(({ id }) => id !== waiting?.id);
  // An account that waits to be linked needs a press of a button here, after the sign-in.
  const target = waiting ? link("/sign-in", { ...waitingQuery(waiting), next }) : (next ?? arrival());
  return html`${shown.map(
    ({ id, name }) =>
      html`<a class="button" href="${link(`/oauth/${id}`, { next: target })}"
        >${fill(locale.forms.continueWith, { provider: name })}</a
      > `,
  )}`;
}

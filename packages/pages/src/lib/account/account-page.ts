import type { Identities, IdentityList } from "@latchkey/core/identities";
import type { StepUp } from "@latchkey/core/step-up";
import { HttpError, type RedirectReply } from "@latchkey/http";
import { noteOf } from "../forms/form-fields.ts";
import { folded } from "../forms/folded.ts";
import { passkeyScript } from "../forms/passkey-script.ts";
import { drawFormElement } from "../forms/form-element.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";
import type { Script } from "../html/script.ts";
import { sentence, typed } from "../html/sentence.ts";
import type { Attempt, Page, Screen } from "../request/page.ts";
import { findVisitor, sessionToken } from "../request/session.ts";
import type { Visit } from "../request/visit.ts";
import type { PagePasskeys } from "../passkeys.ts";
import type { PageSecondFactor } from "../second-factor.ts";
import type { Social } from "../social.ts";
import { ACCOUNT_PATH } from "./action.ts";
import { drawMailRequest } from "./mail-proof.ts";
import type { AccountVisit, GoesOn, Section, SectionScreen, ShownOnce } from "./section.ts";

/** What tells about the session and the ways in of who is signed in. */
export interface AccountTools {
  readonly proof: StepUp;
  /** `undefined`: there are no accounts at providers. */
  readonly social: Social | undefined;
  /** Tells whether one has a password. `undefined`: everybody has. */
  readonly waysIn: Pick<Identities, "listFor"> | undefined;
  /** `undefined`: there are no passkeys. */
  readonly passkeys: PagePasskeys | undefined;
  /** `undefined`: there is no second factor. */
  readonly factor: PageSecondFactor | undefined;
  /** Whether codes can be mailed. */
  readonly mailsCodes: boolean;
}

/** Where there are no accounts at providers, everybody has a password. */
const PASSWORD_ALONE: IdentityList = { identities: [], hasPassword: true };

/** One's own account: every section that the application has a companion for. */
export function accountPage(sections: readonly Section[], own: AccountTools): Page {
  return {
    path: ACCOUNT_PATH,
    open: (visit) => openAccount(visit, { sections, own }),
    async submit(visit, form) {
      const name = form.text("action");
      const section = sections.find(({ actions }) => Object.hasOwn(actions, name));
      if (!section) throw new HttpError("not_found", "There is no such action");
      const outcome = await section.actions[name]!({ visit, form, token: sessionToken(visit.context) });
      if ("once" in outcome) return openAccount(visit, { sections, own, shown: { section, ...outcome } });
      if ("goesOnTo" in outcome) return { setCookie: outcome.setCookie, draw: () => goingOn(outcome) };
      if ("redirectTo" in outcome) return outcome;
      return { redirectTo: visit.link(ACCOUNT_PATH, { done: outcome.done }), setCookie: outcome.setCookie };
    },
  };
}

/** What one section shows this time only. */
interface Shown extends ShownOnce {
  readonly section: Section;
}

interface OpenSection {
  readonly section: Section;
  readonly screen: SectionScreen;
}

interface Account {
  readonly sections: readonly Section[];
  readonly own: AccountTools;
  readonly shown?: Shown;
}

async function openAccount(visit: Visit, { sections, own, shown }: Account): Promise<Screen | RedirectReply> {
  const visitor = await findVisitor(visit.context);
  if (!visitor) return { redirectTo: visit.link("/sign-in", { next: visit.link(ACCOUNT_PATH) }) };
  const { session } = visitor;
  const { social, proof } = own;
  const [ways, passkeys = [], factor = null] = await Promise.all([
    own.waysIn ? own.waysIn.listFor(session) : PASSWORD_ALONE,
    own.passkeys?.listFor(session),
    own.factor?.statusFor(visitor.user),
  ]);
  const providers = social?.providers ?? [];
  const isProved = proof.isRecent(session);
  const { mailsCodes } = own;
  const provesFactor = own.factor?.provesFactor(session) ?? false;
  const proofs = { isProved, provesFactor, mailsCodes };
  const account: AccountVisit = { ...visit, visitor, ...ways, passkeys, factor, providers, ...proofs };
  const open = await Promise.all(
    sections.map(async (section): Promise<OpenSection> => ({ section, screen: await section.open(account) })),
  );
  return {
    setCookie: visitor.setCookie,
    draw: (attempt) => draw(account, open, { attempt, shown, scripts: own.passkeys ? [passkeyScript()] : [] }),
  };
}

interface Drawing {
  readonly attempt: Attempt | null;
  readonly shown: Shown | undefined;
  readonly scripts: readonly Script[];
}

function draw(visit: AccountVisit, open: readonly OpenSection[], { attempt, shown, scripts }: Drawing): Content {
  const { locale, link, visitor } = visit;
  const { account, forms } = locale;
  const tried = attempt?.form.text("action") ?? "";
  // Where a provider sent somebody back with an error, nothing is done.
  const mayBeDone = !attempt && !shown && visit.query("error") === "";
  const done = mayBeDone ? visit.query("done") : "";
  const drawn = open.map(({ section, screen }) => {
    const { id, actions, messages, isFolded = false } = section;
    const own = Object.hasOwn(actions, tried) ? attempt : null;
    if (section.isThere && !section.isThere(visit, own)) return null;
    const heading = html`<h2 id="${id}-title">${section.title(visit)}</h2>`;
    const message = Object.hasOwn(messages, done) && noteOf(messages[done]!(visit));
    const once = shown?.section === section ? shown : null;
    const body = html`${once?.once ?? null}${!once?.isAlone && screen.draw(own)}`;
    const parts = isFolded
      ? [folded({ summary: heading, isOpen: own !== null }, body), message]
      : [heading, message, body];
    return html`<section id="${id}" aria-labelledby="${id}-title">${parts}</section> `;
  });
  return {
    title: account.title,
    isWide: true,
    scripts,
    body: html`<div class="who">
        <p>${sentence(account.signedInAs, { email: typed(visitor.user.email) })}</p>
        ${drawFormElement({ action: link("/sign-out"), button: forms.signOutButton, look: "plain" })}
      </div>
      ${drawn}${visit.mailsCodes && !visit.isProved && drawMailRequest(visit)}`,
  };
}

/** A page that goes on by itself: see `GoesOn`. */
function goingOn({ goesOnTo, text }: GoesOn): Content {
  return { title: text, goesOnTo, body: html`<p><a class="button" href="${goesOnTo}">${text}</a></p>` };
}

import type { Identity } from "@latchkey/core/identities";
import type { RedirectReply } from "@latchkey/http";
import type { OwnPasskey } from "../passkeys.ts";
import type { FactorState } from "../second-factor.ts";
import type { SocialProvider } from "../social.ts";
import type { Html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt } from "../request/page.ts";
import type { Visitor } from "../request/session.ts";
import type { Visit } from "../request/visit.ts";

/** A visit of somebody who is signed in. */
export interface AccountVisit extends Visit {
  /** Who is signed in, with the token of the session. */
  readonly visitor: Visitor;
  /** Whether the session was proved a moment ago, so that no form needs to ask for the password. */
  readonly isProved: boolean;
  /** Whether its last proof was by what stands for a second factor. */
  readonly provesFactor: boolean;
  /** The accounts at providers that one can sign in with. */
  readonly identities: readonly Identity[];
  /** Whether one has a password. */
  readonly hasPassword: boolean;
  /** The passkeys that one has. */
  readonly passkeys: readonly OwnPasskey[];
  /** The second factor. `null`: there is none in this application. */
  readonly factor: FactorState | null;
  /** Whether codes can be mailed, to prove by them that it is still the user. */
  readonly mailsCodes: boolean;
  /** The providers that sign-in is offered with. */
  readonly providers: readonly SocialProvider[];
}

/** A section that has read what it needs. */
export interface SectionScreen {
  /**
   * What is below the heading of the section.
   *
   * @param attempt the form of this section that was refused, or `null`
   */
  draw(attempt: Attempt | null): Html;
}

/** The account shows a message. */
export interface Done {
  /** One of the section's `messages`. */
  readonly done: string;
  /** `Set-Cookie` lines. */
  readonly setCookie?: readonly string[] | undefined;
}

/** The account shows something that is in no address and no cookie, so it is gone with the next page. */
export interface ShownOnce {
  /** What the section shows below its heading. */
  readonly once: Html;
  /** Whether it stands there alone, in place of what the section shows otherwise. Default `false`: above that. */
  readonly isAlone?: boolean | undefined;
}

/**
 * The browser goes on to a provider. It is a page that goes on by itself and no redirect, because the policy of the
 * account (`form-action`) holds for redirects of its forms, too, and a provider may lead anywhere.
 */
export interface GoesOn {
  /** Where it goes. */
  readonly goesOnTo: string;
  /** What the link says, for who cannot be sent on. */
  readonly text: string;
  /** `Set-Cookie` lines. */
  readonly setCookie?: readonly string[] | undefined;
}

/** What an action of a section has done. A redirect leaves the account. */
export type Outcome = Done | ShownOnce | GoesOn | RedirectReply;

/** A section of the account page. */
export interface Section {
  /** Tells the section from the others: `"password"`. It is also the anchor of the section. */
  readonly id: string;
  /** The heading. */
  title(visit: AccountVisit): string;
  /** Whether there is only a heading until somebody opens it. Default `false`. */
  readonly isFolded?: boolean | undefined;
  /**
   * Whether the section is there at all. Default: always.
   *
   * @param attempt the form of this section that was refused, or `null`
   */
  readonly isThere?: ((visit: AccountVisit, attempt: Attempt | null) => boolean) | undefined;
  /** Reads what the section shows. */
  open(visit: AccountVisit): Promise<SectionScreen>;
  /**
   * What forms of the section do, by the value of their hidden field `action`, which no other section has. Who is not
   * signed in is refused by the companion that gets `token`.
   */
  readonly actions: Readonly<Record<string, (action: Action) => Promise<Outcome>>>;
  /** Messages after an action, by their key in `done`. */
  readonly messages: Readonly<Record<string, (visit: AccountVisit) => Html | string>>;
}

/** A form of a section, as it was sent. */
export interface Action {
  /** The request. */
  readonly visit: Visit;
  /** What was sent. */
  readonly form: Form;
  /** The session token, not checked yet. */
  readonly token: string;
}

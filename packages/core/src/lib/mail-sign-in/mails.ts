import type { JsonObject } from "../json.ts";
import type { User } from "../user.ts";

/** A mail with which somebody signs in: by the link, or by the code. */
export interface SignInMail<Metadata = JsonObject> {
  /** Whose address it is. `null`: no account has it, and using the mail makes one. */
  readonly user: User<Metadata> | null;
  /** Where the mail goes. */
  readonly email: string;
  /** Whether using the mail makes a new account. */
  readonly isNew: boolean;
  /**
   * A credential. Put it into the fragment of a link to a page of yours with a button, which sends it by POST: mail
   * scanners follow links, but see no fragment and press no buttons. Take the origin of the link from your
   * configuration, never from a request.
   */
  readonly token: string;
  /** Six digits, for the browser that has asked: they are worth nothing elsewhere. */
  readonly code: string;
  /** When both expire. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** A mail with which the user of a session proves to be still the one. */
export interface ProofMail<Metadata = JsonObject> {
  /** Whose session it is. */
  readonly user: User<Metadata>;
  /** Where the mail goes: the address of the user. */
  readonly email: string;
  /** Six digits, for that session: they are worth nothing elsewhere. */
  readonly code: string;
  /** When the code expires. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

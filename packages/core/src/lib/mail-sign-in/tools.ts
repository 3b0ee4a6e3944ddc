import type { Context } from "../context/context.ts";
import type { Mailing } from "../mail/options.ts";
import type { ProofMail, SignInMail } from "./mails.ts";

/** What every part of the companion works with. */
export interface Tools extends Mailing {
  readonly context: Context;
  /** Whether an address without an account may become one. */
  readonly signUps: boolean;
  readonly send: (mail: SignInMail) => unknown;
  readonly sendProof: (mail: ProofMail) => unknown;
}

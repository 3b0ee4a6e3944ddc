/** A way to prove that it is still the user. */
export type ProofMethod = "password" | "provider" | "passkey" | "totp" | "mail";

/** Options of `useStepUp()`. */
export interface StepUpOptions {
  /** The ways that the server takes for this, as `methods` of `stepUp(auth).require` says. Default: all. */
  readonly methods?: readonly ProofMethod[] | undefined;
}

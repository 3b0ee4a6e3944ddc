export { stepUp, type StepUp } from "./lib/account/step-up.ts";
export type { ProofBy } from "./lib/sign-in/require-recent-proof.ts";

export { stepUp, type StepUp } from "./lib/account/step-up.ts";

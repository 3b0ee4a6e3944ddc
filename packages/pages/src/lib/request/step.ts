/** The pages that a sign-in goes on with, by the error that asks for one. */
const STEPS: ReadonlyMap<string, string> = new Map([
  ["second_factor_required", "/sign-in/second-factor"],
  ["second_factor_setup_required", "/sign-in/second-factor/setup"],
]);

/** The path of the second step that an error asks for. */
export function stepPath(code: string): string | undefined {
  return STEPS.get(code);
}

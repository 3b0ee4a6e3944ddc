/** Ends the program with a sentence that says what to do instead, never with a stack. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

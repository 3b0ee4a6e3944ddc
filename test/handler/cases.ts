/** What holds for every handler on every runtime: a sentence, and the function that proves it. */
export type HandlerCases = Readonly<Record<string, () => Promise<void>>>;

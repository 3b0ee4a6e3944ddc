/** What holds for every handler, whatever it is mounted on: a sentence each, with what proves it. */
export type HandlerCases = Readonly<Record<string, () => Promise<void>>>;

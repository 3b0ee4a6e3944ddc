import type { Client } from "./client.ts";

/** What a server promises over HTTP: a sentence, and the function that proves it. */
export type Cases = Readonly<Record<string, (client: Client) => Promise<void>>>;

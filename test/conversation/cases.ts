import type { Client } from "./client.ts";

/** What a server promises over HTTP, a sentence each, with what proves it. */
export type Cases = Readonly<Record<string, (client: Client) => Promise<void>>>;

import type { Storage } from "../storage/storage.ts";

/** What a storage promises, a sentence each, with what proves it. */
export type Cases = Readonly<Record<string, (storage: Storage) => Promise<void>>>;

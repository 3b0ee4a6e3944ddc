import type { Storage } from "../storage/storage.ts";

/** Promises of a storage: by its sentence, a function that rejects when the storage breaks it. */
export type Cases = Readonly<Record<string, (storage: Storage) => Promise<void>>>;

export { d1Storage, type D1StorageOptions } from "./lib/d1-storage.ts";
export type { D1Binding, D1Prepared } from "./lib/executor.ts";

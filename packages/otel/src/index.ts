export { traced, type Handles, type StorageTraceOptions } from "./lib/traced.ts";

export type { LimitOptions } from "./lib/limit.ts";
export { rateLimit } from "./lib/rate-limit.ts";

export type { LimitOptions } from "./lib/guards/limit.ts";
export { rateLimit } from "./lib/guards/rate-limit.ts";

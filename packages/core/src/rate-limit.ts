export type { LimitOptions } from "./lib/guards/attempt-limit.ts";
export { rateLimit } from "./lib/guards/rate-limit.ts";

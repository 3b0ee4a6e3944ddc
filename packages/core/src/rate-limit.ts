export { rateLimit } from "./lib/rate-limit.ts";

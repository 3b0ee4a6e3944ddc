export type { LimitOptions } from "./lib/guards/attempt-limit.ts";
export { throttle } from "./lib/guards/throttle.ts";
export { unlock } from "./lib/account/unlock.ts";

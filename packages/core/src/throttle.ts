export type { LimitOptions } from "./lib/limit.ts";
export { throttle } from "./lib/throttle.ts";
export { unlock } from "./lib/unlock.ts";

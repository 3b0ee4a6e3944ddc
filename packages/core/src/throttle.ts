export { throttle } from "./lib/throttle.ts";
export { unlock } from "./lib/unlock.ts";

export { deviceName } from "./lib/device-name.ts";
export { duration } from "./lib/duration.ts";
export { errorSentence } from "./lib/error-sentence.ts";
export { fill } from "./lib/fill.ts";

export { memoryStorage } from "./lib/memory-storage.ts";

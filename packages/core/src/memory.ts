export { memoryStorage } from "./lib/storage/memory-storage.ts";

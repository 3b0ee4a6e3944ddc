export { memoryStorage } from "./lib/storage/memory/memory-storage.ts";

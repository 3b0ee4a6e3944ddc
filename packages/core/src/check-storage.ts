export { checkStorage } from "./lib/context/check-storage.ts";

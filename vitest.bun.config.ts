import { portable } from "./vitest.portable.ts";

export default portable("bun", "threads");

import { portable } from "./vitest.portable.ts";

export default portable("deno", "forks");

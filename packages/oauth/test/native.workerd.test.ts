import { nativeApps } from "./native.ts";

nativeApps();

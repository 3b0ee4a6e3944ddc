import { nativeHasherCases } from "./native-hashers.cases.ts";

nativeHasherCases(null);

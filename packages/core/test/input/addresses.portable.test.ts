import { addressCases } from "./addresses.cases.ts";

addressCases();

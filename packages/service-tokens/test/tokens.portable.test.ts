import { tokenCases } from "./tokens.ts";

tokenCases();

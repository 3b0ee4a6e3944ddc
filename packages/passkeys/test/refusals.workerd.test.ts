import { refusals } from "./refusals.suite.ts";

refusals();

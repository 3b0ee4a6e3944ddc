import { describe } from "vitest";
import { capturedCeremonies } from "./captured.suite.ts";

describe("ceremonies that a browser has made", capturedCeremonies);

import { describe } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { mailSignInSuite } from "./mail-sign-in.suite.ts";

describe("signing in by mail", () => mailSignInSuite(async () => memoryStorage()));

import { memoryStorage } from "@latchkey/core/memory";
import { describe } from "vitest";
import { passkeysSuite } from "./passkeys.suite.ts";

describe("passkeys", () => passkeysSuite(async () => memoryStorage()));

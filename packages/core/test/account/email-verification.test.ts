import { memoryStorage } from "../../src/memory.ts";
import { emailVerificationStories } from "./email-verification.suite.ts";

emailVerificationStories(memoryStorage);

import { memoryStorage } from "../src/memory.ts";
import { emailVerificationStories } from "./email-verification.stories.ts";

emailVerificationStories(memoryStorage);

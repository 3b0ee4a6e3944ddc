import { memoryStorage } from "../../src/memory.ts";
import { passwordResetStories } from "./password-reset.suite.ts";

passwordResetStories(memoryStorage);

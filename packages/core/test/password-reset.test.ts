import { memoryStorage } from "../src/memory.ts";
import { passwordResetStories } from "./password-reset.stories.ts";

passwordResetStories(memoryStorage);

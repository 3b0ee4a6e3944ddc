import { memoryStorage } from "../src/memory.ts";
import { passwordChangeStories } from "./password-change.stories.ts";

passwordChangeStories(memoryStorage);

import { memoryStorage } from "../src/memory.ts";
import { oneTimeTokenStories } from "./one-time-token.stories.ts";

oneTimeTokenStories(memoryStorage);

import { memoryStorage } from "../../src/memory.ts";
import { oneTimeTokenStories } from "./one-time-token.suite.ts";

oneTimeTokenStories(memoryStorage);

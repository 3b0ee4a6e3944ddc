import { memoryStorage } from "../src/memory.ts";
import { mailIntervalStories } from "./mail-interval.stories.ts";

mailIntervalStories(memoryStorage);

import { memoryStorage } from "../../src/memory.ts";
import { mailIntervalStories } from "./mail-interval.suite.ts";

mailIntervalStories(memoryStorage);

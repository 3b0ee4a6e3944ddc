import { memoryStorage } from "../../src/memory.ts";
import { emailChangeStories } from "./email-change.suite.ts";

emailChangeStories(memoryStorage);

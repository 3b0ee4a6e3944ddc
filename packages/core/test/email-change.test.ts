import { memoryStorage } from "../src/memory.ts";
import { emailChangeStories } from "./email-change.stories.ts";

emailChangeStories(memoryStorage);

import { memoryStorage } from "../../src/memory.ts";
import { passwordChangeStories } from "./password-change.suite.ts";

passwordChangeStories(memoryStorage);

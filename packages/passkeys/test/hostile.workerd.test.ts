import { hostileAnswers } from "./hostile.suite.ts";

hostileAnswers();

import { providers } from "./providers.ts";

providers();

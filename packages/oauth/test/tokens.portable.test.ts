import { providerTokens } from "./tokens.ts";

providerTokens();

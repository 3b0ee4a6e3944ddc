import { hostileProviders } from "./hostile.ts";

hostileProviders();

import { vectors } from "./rfc6238.ts";

vectors();

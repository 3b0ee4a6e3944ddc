import { conversation } from "./conversation.ts";

conversation();

export { ownAccount, type OwnAccount } from "./lib/own-account.ts";

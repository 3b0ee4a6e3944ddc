export { ownAccount, type OwnAccount } from "./lib/account/own-account.ts";

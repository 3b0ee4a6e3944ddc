export { postmark, type PostmarkOptions } from "./lib/transports/postmark.ts";

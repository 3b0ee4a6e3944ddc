export { ses, type SesOptions } from "./lib/transports/ses.ts";

import { accountsObject } from "@latchkey/adapter-durable-object";
import { DurableObject } from "cloudflare:workers";

/** The objects that the suites in workerd keep accounts in. */
export class Accounts extends accountsObject(DurableObject) {}

export default { fetch: () => new Response() };

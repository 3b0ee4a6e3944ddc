import type * as Protocol from "./protocol.ts";

/**
 * What talks to providers. It is loaded when somebody first goes to one, with oauth4webapi, which weighs more than the
 * rest of this package: a program starts without it.
 */
export function loadProtocol(): Promise<typeof Protocol> {
  return import("./protocol.ts");
}

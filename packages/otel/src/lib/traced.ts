import type { Storage } from "@latchkey/core";
import { tracedHandler, type Handles } from "./handler.ts";
import { tracedStorage, type StorageTraceOptions } from "./storage.ts";

export type { Handles } from "./handler.ts";
export type { StorageTraceOptions } from "./storage.ts";

/**
 * Makes spans of a handler or of a storage, by the tracer that the application has set up with OpenTelemetry. Without
 * one, nothing happens.
 *
 * A **handler** gets a server span for each request, named after the route: `GET /auth/me`. It continues the trace that
 * the request names, or is a part of the span that is active already. Attributes follow the semantic conventions for
 * HTTP, but for `url.path` and `url.query`, which could hold a token.
 *
 * A **storage** gets a client span for each step: `users.find`. Attributes follow the conventions for databases. No
 * parameter is in them, and of an error its code alone, since drivers quote data.
 *
 * @example
 * import { createAuth } from "@latchkey/core";
 * import { createHandler } from "@latchkey/http";
 * import { traced } from "@latchkey/otel";
 *
 * const auth = createAuth({ storage: traced(storage, { system: "postgresql" }), secret });
 * const handler = traced(createHandler(auth));
 */
export function traced(handler: Handles): Handles;
/**
 * Makes spans of a storage.
 *
 * @param storage Any storage.
 * @param options `system`: the name of the database for `db.system.name`
 */
export function traced(storage: Storage, options?: StorageTraceOptions): Storage;
export function traced(target: Handles | Storage, options: StorageTraceOptions = {}): Handles | Storage {
  if (typeof target === "function") return tracedHandler(target);
  if (typeof target?.users?.insert === "function") return tracedStorage(target, options);
  throw new TypeError("traced takes a handler of createHandler, or a storage");
}

import type { Metrics } from "@latchkey/http/metrics";

/** What the routes need from the server around them. */
export interface ServerContext {
  readonly secret: string;
  readonly onError: (error: unknown) => void;
  readonly info: (text: string) => void;
  /** The server's URL, once it listens. */
  readonly url: () => string;
  /** Counts for `/metrics`. */
  readonly counts: Metrics;
  readonly isShuttingDown: () => boolean;
}

import type { AuthorizationServer, JWKSCacheInput } from "oauth4webapi";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Provider } from "../provider/provider.ts";

/** What is known of the server of a provider (RFC 8414). */
export interface Server {
  readonly as: AuthorizationServer;
  /** Its public keys. oauth4webapi fetches them again after 5 minutes, or for an unknown key at most once a minute. */
  readonly keys: JWKSCacheInput;
  /** When it is asked again, in milliseconds since 1970. */
  readonly until: number;
}

/** What every call to a provider needs. */
export interface Engine {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the documents of providers say, by the provider's id. */
  readonly servers: Map<string, Server>;
  /** Where a provider sends the browser back to. */
  readonly redirectUri: (provider: Provider) => string;
}

/** One provider that is being asked, within a time limit. */
export interface Call<Kind extends Provider = Provider> {
  readonly engine: Engine;
  readonly provider: Kind;
  readonly server: Server;
  /** The bounded fetch of this call. */
  readonly fetch: Fetch;
}

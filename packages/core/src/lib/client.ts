/**
 * Where a request came from, as far as the server knows it and trusts it. Sessions remember it, guards count by it, and
 * events carry it. `createHandler` of `@latchkey/http` fills it in by its option `client`.
 */
export interface Client {
  /**
   * The IP address of the client, or `null`. Take it from a header only if a proxy of your own sets that header: other
   * clients can write what they like.
   */
  readonly address: string | null;
  /** The `User-Agent` header (RFC 9110 §10.1.5), or `null`. */
  readonly agent: string | null;
  /**
   * Who acts, where it is not the user: 1 to 200 characters, such as `admins/018f…` for an administrator, or `cli`.
   * Events and the audit log name it. Default: the user, or the server itself.
   */
  readonly actor?: string | undefined;
}

/** The client of calls that do not name one. */
export const UNKNOWN_CLIENT: Client = { address: null, agent: null };

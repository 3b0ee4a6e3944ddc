/** Where a request came from, as far as whoever mounts the auth knows and trusts. */
export interface Client {
  /** An IP address. */
  readonly address: string | null;
  /** The user agent. */
  readonly agent: string | null;
}

export const UNKNOWN_CLIENT: Client = { address: null, agent: null };

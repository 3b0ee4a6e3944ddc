import type { Connection } from "./connection.ts";

/** An API key, without the key itself. Times are ISO 8601 in UTC. */
export interface ApiKey {
  /** The id of the key: a UUID. It is no credential. */
  readonly id: string;
  /** The name that its owner gave it. */
  readonly name: string;
  /** The first characters of the key, so that its owner can recognise it. */
  readonly hint: string;
  /** What the key may do, in the application's own words. */
  readonly scopes: readonly string[];
  /** When the key was created. */
  readonly createdAt: string;
  /** When the key expires. `null`: never. */
  readonly expiresAt: string | null;
  /** When the key was last used, to about a minute. `null`: never. */
  readonly lastUsedAt: string | null;
}

/** A new API key. This is the one time that the key itself is seen. */
export interface CreatedApiKey extends ApiKey {
  /** The key: a credential. Show it to its owner once, and never log it. */
  readonly key: string;
}

/** What `apiKeys.create` takes. */
export interface NewApiKey {
  /** 1 to 64 characters, for the user to recognise the key by. */
  readonly name: string;
  /** The password of the user. Not needed within five minutes of a sign-in or of `client.prove`. */
  readonly currentPassword?: string | undefined;
  /** What the key may do, of what the server offers. Default: nothing. */
  readonly scopes?: readonly string[] | undefined;
  /** Seconds until the key expires: 60 to 315 360 000. Default: never. */
  readonly expiresIn?: number | null | undefined;
}

/** The API keys of the user. Every method may fail with `unauthenticated`. */
export interface ApiKeyActions {
  /** Lists them. */
  list(): Promise<readonly ApiKey[]>;
  /**
   * Creates one.
   *
   * @throws LatchkeyError `proof_required` (the last proof is too old), `invalid_input` (with `field`),
   * `invalid_credentials` (the password is wrong), `rate_limited`, `refused` (there are too many), `overloaded`
   */
  create(input: NewApiKey): Promise<CreatedApiKey>;
  /**
   * Deletes one: it is worth nothing from then on.
   *
   * @throws LatchkeyError `not_found`
   */
  delete(id: string): Promise<void>;
}

export function apiKeys(send: Connection): ApiKeyActions {
  return {
    list: async () => (await send<{ apiKeys: readonly ApiKey[] }>({ method: "GET", path: "/api-keys" })).apiKeys,
    async create(body) {
      const { apiKey, key } = await send<{ apiKey: ApiKey; key: string }>({ method: "POST", path: "/api-keys", body });
      return { ...apiKey, key };
    },
    delete: async (id) => void (await send({ method: "POST", path: "/api-keys/delete", body: { id } })),
  };
}

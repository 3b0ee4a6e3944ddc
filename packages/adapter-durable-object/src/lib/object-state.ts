/** What a Durable Object gets as `ctx`: the part of Cloudflare's `DurableObjectState` that is used here. */
export interface ObjectState {
  /** What the object keeps. */
  readonly storage: ObjectStorage;
  /** Lets no request in until the work is done. When it fails, the object starts again. */
  blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T>;
}

/** The part of Cloudflare's `DurableObjectStorage` that is used here. */
export interface ObjectStorage {
  /** The SQLite database of the object. */
  readonly sql: ObjectSql;
  /** Runs the work as one transaction: when it throws, nothing of it has happened. */
  transactionSync<T>(work: () => T): T;
  /** When the object wakes up by itself, in milliseconds since 1970. `null`: never. */
  getAlarm(): Promise<number | null>;
  /** Wakes the object up at that moment, in milliseconds since 1970. */
  setAlarm(at: number): Promise<void>;
}

/** The part of Cloudflare's `SqlStorage` that is used here. */
export interface ObjectSql {
  /** Runs a statement at once, with a value for each `?`. */
  exec(sql: string, ...values: any[]): { toArray(): Record<string, unknown>[] };
}

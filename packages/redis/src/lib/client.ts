/** A client or a cluster of the package `redis` (node-redis): the part of its type that is used here. */
export interface NodeRedisClient {
  /** Runs a Lua script in the server. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A client or a cluster of the package `ioredis`: the part of its type that is used here. */
export interface IoRedisClient {
  /** Runs a Lua script in the server. */
  eval(script: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Runs any command. Only clients of this kind have it. */
  call(command: string, ...parameters: string[]): Promise<unknown>;
}

/** A client that the application has connected, and that it closes. */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** Runs a script on one key. Redis runs it as a whole, and nothing in between. */
export type RunScript = (script: string, key: string, ...values: readonly string[]) => Promise<unknown>;

/** @throws TypeError for anything but a client */
export function scriptRunner(client: RedisClient): RunScript {
  if (typeof client?.eval !== "function") {
    throw new TypeError("redisCounters takes a client of redis or ioredis, like createClient() or new Redis()");
  }
  if ("call" in client) return async (script, key, ...values) => client.eval(script, 1, key, ...values);
  return async (script, key, ...values) => client.eval(script, { keys: [key], arguments: [...values] });
}

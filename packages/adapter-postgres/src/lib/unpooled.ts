import { ignore, type PostgresClient, type PostgresPool } from "./pool.ts";

/** A connection of pg that is in no pool. */
interface SingleClient extends PostgresClient {
  connect(callback: (error: Error | null) => void): void;
  end(): Promise<void>;
}

/** The class of pg that makes one. */
export type Client = new (config: any) => SingleClient;

/** For Workers, where a socket ends with its request: a new connection each time, which ends when it is released. */
export function unpooled(Client: Client, config: object): PostgresPool {
  return {
    connect(callback) {
      const client = new Client(config);
      client.release = () => void client.end().catch(() => {});
      client.connect((error) => {
        if (error) client.release();
        callback(error ?? undefined, error ? undefined : client);
      });
    },
    end: async () => {},
    on: ignore,
    removeListener: ignore,
  };
}

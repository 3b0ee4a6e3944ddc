import { ignore, type PostgresClient } from "./pool.ts";

const CANCEL_TIMEOUT_MS = 1_000;

/** A client of pg: what a cancel request needs of it. */
interface PgClient {
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly processID: unknown;
  readonly secretKey: unknown;
  readonly connection: { readonly constructor: new (config: { ssl: unknown }) => PgConnection };
}

interface PgConnection {
  readonly stream: { destroy(): void };
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: unknown, secretKey: unknown): void;
  on(event: string, listener: () => void): void;
}

/**
 * Asks the server to cancel the statement of a connection. Otherwise a statement that waits for a lock would use the
 * server for as long as the lock is held, and so would the next one. Works through a pooler too (PostgreSQL
 * documentation, "Canceling Requests in Progress"). Never rejects.
 */
export function cancel(client: PostgresClient): Promise<void> {
  const { host, port, ssl, processID, secretKey, connection } = client as unknown as Partial<PgClient>;
  if (connection === undefined || !processID || !port) return Promise.resolve();
  return new Promise((resolve) => {
    try {
      const request = new connection.constructor({ ssl });
      const end = () => {
        clearTimeout(timer);
        request.stream.destroy();
        resolve();
      };
      const timer = setTimeout(end, CANCEL_TIMEOUT_MS);
      request.on("error", ignore);
      request.on("connect", () => (ssl ? request.requestSsl() : request.cancel(processID, secretKey)));
      request.on("sslconnect", () => request.cancel(processID, secretKey));
      // The server ends the connection once it has read the request.
      request.on("end", end);
      if (host?.startsWith("/")) request.connect(`${host}/.s.PGSQL.${port}`);
      else request.connect(port, host);
    } catch {
      resolve();
    }
  });
}

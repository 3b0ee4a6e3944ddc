import type { Server } from "node:http";
import { CliError } from "../log.ts";

/** Where to listen, and which setting names the port. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly variable: string;
  /** Told of trouble while it listens, like too many open files. Without a listener it would end the process. */
  readonly onError: (error: unknown) => void;
}

/**
 * Listens on a port.
 *
 * @throws CliError that says why it cannot
 */
export function bind(server: Server, place: Place): Promise<void> {
  const { host, port, onError } = place;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const refuse = (error: NodeJS.ErrnoException) => reject(new CliError(whyNot(error, place)));
  server.once("error", refuse);
  server.listen(port, host, () => {
    server.off("error", refuse).on("error", onError);
    resolve();
  });
  return promise;
}

function whyNot({ code, message }: NodeJS.ErrnoException, { host, port, variable }: Place): string {
  if (code === "EADDRINUSE")
    return (
      `Port ${port} on ${host} is in use: stop the program that uses it, ` +
      `or choose another port, like ${variable}=${port + 1}.`
    );
  if (code === "EACCES")
    return `Port ${port} needs more rights than this user has: choose a port from 1024, like ${variable}=3000.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return (
      "HOST must be an address of this machine, like HOST=127.0.0.1 or HOST=0.0.0.0 for all of them: " +
      `got "${host}".`
    );
  }
  return `Cannot listen on HOST ${host}, ${variable} ${port}: ${message}.`;
}

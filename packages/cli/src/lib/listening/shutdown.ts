import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Milliseconds. Package runners pass Ctrl-C on to a child that got it from the terminal already; two signals within
 * this time are one.
 */
const DUPLICATE_SIGNAL_MS = 100;

/** Waits for SIGTERM or SIGINT. A second signal ends the process at once. */
export async function waitForShutdownSignal(): Promise<void> {
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const told = performance.now();
  const again = (code: number) => () => {
    if (performance.now() - told > DUPLICATE_SIGNAL_MS) process.exit(code);
  };
  process.on("SIGTERM", again(143)).on("SIGINT", again(130));
}

/**
 * Closes a server after it has answered every running request. Node's own `close()` also waits for idle connections:
 * those opened in advance and those kept alive.
 *
 * @returns a function that takes no new connections and resolves when the last one is closed
 */
export function gracefulShutdown(server: Server): () => Promise<void> {
  const sockets = new Map<Socket, Set<ServerResponse>>();
  let isClosing = false;

  server.on("connection", (socket) => {
    sockets.set(socket, new Set());
    socket.once("close", () => sockets.delete(socket));
  });

  // Comes first, because the other listener may answer at once.
  server.prependListener("request", ({ socket }, outgoing) => {
    const answers = sockets.get(socket);
    answers?.add(outgoing);
    if (isClosing) outgoing.setHeader("connection", "close");
    outgoing.once("close", () => {
      answers?.delete(outgoing);
      if (isClosing && answers?.size === 0) socket.destroySoon();
    });
  });

  return () =>
    new Promise((resolve) => {
      isClosing = true;
      server.close(() => resolve());
      for (const [socket, answers] of sockets) {
        if (answers.size === 0) socket.destroySoon();
        for (const outgoing of answers) if (!outgoing.headersSent) outgoing.setHeader("connection", "close");
      }
    });
}

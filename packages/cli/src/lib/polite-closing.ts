import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Closes a server so that every request it has begun is answered and nobody else holds it up. Node's own `close()`
 * waits for connections that were opened in advance and for those that are kept alive after their answer.
 *
 * @returns a function that takes no new connections, and resolves when the last one is gone
 */
export function politeClosing(server: Server): () => Promise<void> {
  const sockets = new Map<Socket, Set<ServerResponse>>();
  let isClosing = false;

  server.on("connection", (socket) => {
    sockets.set(socket, new Set());
    socket.once("close", () => sockets.delete(socket));
  });

  // Before the listener that answers, which may do so at once.
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

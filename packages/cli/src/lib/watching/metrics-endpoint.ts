import { createHash, timingSafeEqual } from "node:crypto";
import { type Server, createServer } from "node:http";
import { METRICS_TYPE, type Metrics } from "@latchkey/http/metrics";
import { bind } from "../listening/bind.ts";

/** Answers `GET /metrics`: with a token, only to who has it. */
export function metricsAnswer(metrics: Metrics, token: string | null) {
  return (method: string, authorization: string | null): Response => {
    const headers = { "cache-control": "no-store", "content-type": METRICS_TYPE, "x-content-type-options": "nosniff" };
    if (token !== null && !isToken(authorization, token))
      return new Response("401 Unauthorized\n", { status: 401, headers: { ...headers, "www-authenticate": "Bearer" } });
    if (method !== "GET" && method !== "HEAD")
      return new Response("405 Method Not Allowed\n", { status: 405, headers: { ...headers, allow: "GET, HEAD" } });
    return new Response(metrics.text(), { headers });
  };
}

/** Compares digests, so that the time tells nothing of the token. */
function isToken(authorization: string | null, token: string): boolean {
  const [given, wanted] = [authorization ?? "", `Bearer ${token}`].map((text) =>
    createHash("sha256").update(text).digest(),
  );
  return timingSafeEqual(given!, wanted!);
}

/**
 * Serves `/metrics` on a port of its own.
 *
 * @throws CliError when it cannot listen there
 */
export async function listenForMetrics(
  answer: ReturnType<typeof metricsAnswer>,
  place: Omit<Parameters<typeof bind>[1], "variable">,
): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    const isMetrics = incoming.url?.split("?")[0] === "/metrics";
    const response = isMetrics
      ? answer(incoming.method ?? "", incoming.headers.authorization ?? null)
      : new Response("404 Not Found: metrics are at /metrics\n", { status: 404 });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(incoming.method === "HEAD" ? undefined : await response.text());
  });
  await bind(server, { ...place, variable: "AUTH_METRICS_PORT" });
  return server.unref();
}

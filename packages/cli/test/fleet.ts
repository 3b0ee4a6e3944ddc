import { afterAll, beforeAll } from "vitest";
import { startPgBouncer, type PgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import { AUTH_SECRET, newPostgres } from "./databases.ts";
import { startLoadBalancer, type LoadBalancer } from "./load-balancer.ts";
import { newFolder, startServer, type Server } from "./processes.ts";

export const TRUSTED_ORIGIN = "https://app.example.com";

/** Four servers on one PostgreSQL behind a pooler, and a load balancer before them, while the cases around it run. */
export function fleet() {
  const servers: Server[] = [];
  let pooler: PgBouncer | undefined;
  let balancer: LoadBalancer | undefined;
  let environment: Record<string, string> = {};
  const folder = newFolder();
  const start = (port: string) => startServer({ ...environment, PORT: port }, folder);

  beforeAll(async () => {
    pooler = await startPgBouncer({}, (await newPostgres()).url);
    environment = { DATABASE_URL: pooler.url, AUTH_SECRET, AUTH_TRUSTED_ORIGINS: TRUSTED_ORIGIN };
    servers.push(...(await Promise.all(Array.from({ length: 4 }, () => start("0")))));
    balancer = await startLoadBalancer(servers.map((server) => server.url));
  });
  afterAll(async () => {
    await balancer?.close();
    await Promise.all(servers.map((server) => server.kill()));
    await pooler?.stop();
  });

  return {
    origin: () => balancer!.origin,
    answers: () => balancer!.answers,
    urls: () => servers.map((server) => server.url),
    /** As a power cut does. */
    kill: (at: number) => servers[at]!.kill("SIGKILL"),
    /** On the port where it was. */
    async restart(at: number) {
      servers[at] = await start(new URL(servers[at]!.url).port);
    },
  };
}

import type { Auth } from "@latchkey/core";
import { checkStorage } from "@latchkey/core/monitoring";
import { storageKind } from "../log/storage-kind.ts";
import type { JsonReply, Route } from "../request/route.ts";

/** Options of `healthRoutes`. */
export interface HealthOptions {
  /** Whether the program is about to end, so that a load balancer sends nothing more. Default: never. */
  readonly isShuttingDown?: (() => boolean) | undefined;
}

/**
 * `GET /health/live` and `GET /health/ready`, for load balancers and orchestrators. Both are open to anybody, and say
 * nothing about users.
 *
 * - `live` is 200 as long as the process answers. It asks no database: restarting the process would not mend one.
 * - `ready` is 200 when the storage answers and has its tables. Otherwise it is 503 with a `reason`: `"shutting_down"`,
 *   `"migrations_missing"`, or the kind of storage trouble, like `"timeout"` or `"connection_refused"`. Requests at the
 *   same time share one check, and it takes at most 2 seconds.
 *
 * @param auth Made by `createAuth`.
 * @param options `isShuttingDown`
 * @example
 * const handler = createHandler(auth, { routes: healthRoutes(auth) });
 * // GET /auth/health/ready
 */
export function healthRoutes(auth: Auth, { isShuttingDown = () => false }: HealthOptions = {}): readonly Route[] {
  let running: Promise<string | null> | null = null;
  const trouble = () =>
    (running ??= troubleOf(auth).finally(() => {
      running = null;
    }));
  return [
    { method: "GET", path: "/health/live", handle: async () => ({ body: { status: "live" } }) },
    {
      method: "GET",
      path: "/health/ready",
      async handle(): Promise<JsonReply> {
        const reason = isShuttingDown() ? "shutting_down" : await trouble();
        return reason === null ? { body: { status: "ready" } } : { status: 503, body: { status: "unready", reason } };
      },
    },
  ];
}

/** `null`: the storage answers. */
async function troubleOf(auth: Auth): Promise<string | null> {
  try {
    await checkStorage(auth);
    return null;
  } catch (error) {
    const kind = storageKind(error) ?? "other";
    return kind === "tables_missing" ? "migrations_missing" : kind;
  }
}

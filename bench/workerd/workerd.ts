/** workerd by way of miniflare, which puts a D1 database behind it. */

import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { atEnd } from "../lib/cleanup.ts";

export interface Workerd {
  origin: string;
  stop: () => Promise<void>;
}

/** The last date without Node's modules: later ones switch them on. */
export const COMPATIBILITY_DATE = "2026-07-30";

/** Serves a worker that is one module. Every one gets the same bindings, whether it uses them or not. */
export async function startWorkerd(script: string, flags: readonly string[] = []): Promise<Workerd> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script,
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: [...flags],
      d1Databases: { DB: "bench" },
      bindings: { AUTH_SECRET: "a secret of the bench, and of nothing else at all" },
      host: "127.0.0.1",
      port: 0,
    }),
  );
  const forget = atEnd(() => miniflare.dispose());
  const { origin } = await miniflare.ready;
  return {
    origin,
    async stop() {
      forget();
      await miniflare.dispose();
    },
  };
}

import { boundedFetch } from "../http/bounded-fetch.ts";
import { withDeadline } from "../http/deadline.ts";
import type { Provider } from "../provider/provider.ts";
import type { Call, Engine } from "./engine.ts";
import { toAuthError } from "./failure.ts";
import { serverOf } from "./server.ts";

/** For everything that one request of a visitor asks a provider. */
const TIMEOUT_MS = 10_000;

/**
 * Asks a provider, within 10 seconds for all of it.
 *
 * @throws AuthError `provider_failed`, `access_denied`, and what `work` throws as one
 */
export async function askProvider<Kind extends Provider, T>(
  engine: Engine,
  provider: Kind,
  work: (call: Call<Kind>) => Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(TIMEOUT_MS, async (signal) => {
      const fetch = boundedFetch(signal);
      return work({ engine, provider, fetch, server: await serverOf(engine, provider, fetch) });
    });
  } catch (error) {
    throw toAuthError(provider.id, error);
  }
}

import type { PasskeyOptions } from "@latchkey/passkeys";
import type { Config } from "../config.ts";
import { isLoopback } from "../loopback.ts";

/**
 * What passkeys belong to. Browsers know no passkeys for a bare address, so that this machine is `localhost`.
 *
 * @param ownOrigin where people reach the server
 * @returns `null`: there are none
 */
export function passkeyOptions(config: Config, ownOrigin: string): PasskeyOptions | null {
  const { passkeys: wanted, passkeyRpId, isProduction, name } = config;
  if (!(wanted ?? !isProduction)) return null;
  const { hostname, port, protocol } = new URL(ownOrigin);
  const isHere = isLoopback(hostname);
  const origin = isHere ? `${protocol}//localhost${port === "" ? "" : `:${port}`}` : ownOrigin;
  return { rpId: passkeyRpId ?? (isHere ? "localhost" : hostname), rpName: name, origins: [origin] };
}

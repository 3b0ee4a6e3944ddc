import type { PasskeyOptions } from "@latchkey/passkeys";
import type { Config } from "../config.ts";
import { CliError } from "../log.ts";
import { byName } from "../loopback.ts";

/**
 * What passkeys belong to. Browsers know no passkeys for a bare address, so that this machine is `localhost`.
 *
 * @param ownOrigin where people reach the server
 * @returns `null`: there are none
 * @throws CliError the domain is neither that host nor a parent of it
 */
export function passkeyOptions(config: Config, ownOrigin: string): PasskeyOptions | null {
  const { passkeys: wanted, passkeyRpId, isProduction, name } = config;
  if (!(wanted ?? !isProduction)) return null;
  const origin = byName(ownOrigin);
  const { hostname } = new URL(origin);
  const rpId = passkeyRpId ?? hostname;
  if (hostname !== rpId && !hostname.endsWith(`.${rpId}`))
    throw new CliError(
      `AUTH_PASSKEY_RP_ID must be ${hostname}, the host of AUTH_ORIGIN, or a parent of it: got "${rpId}".`,
    );
  return { rpId, rpName: name, origins: [origin] };
}

import type { Route } from "@latchkey/http";
import { settingsOf, type Passkeys } from "../passkeys.ts";
import { ownRoutes } from "./own.ts";
import { signInRoutes } from "./sign-in.ts";

/**
 * `POST /signin/passkey`, `POST /signup/passkey`, `POST /prove/passkey` and `POST /passkeys`, each with a route for its
 * options before it (`…/options`); `GET /passkeys`, `POST /passkeys/rename` and `POST /passkeys/delete`.
 *
 * @param passkeys What `passkeys(auth, …)` returned.
 * @throws TypeError for anything else
 * @example
 * import { passkeyRoutes, passkeys } from "@latchkey/passkeys";
 *
 * const keys = passkeys(auth, { rpId: "example.com", origins: ["https://app.example.com"] });
 * createHandler(auth, { routes: passkeyRoutes(keys) });
 */
export function passkeyRoutes<Metadata>(passkeys: Passkeys<Metadata>): readonly Route[] {
  settingsOf(passkeys);
  const companion = passkeys as unknown as Passkeys;
  return [...signInRoutes(companion), ...ownRoutes(companion)];
}

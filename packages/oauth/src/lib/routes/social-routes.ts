import type { Route } from "@latchkey/http";
import { partsOf, type Social } from "../social.ts";
import { browserRoutes } from "./browser.ts";
import { clientRoutes } from "./clients.ts";

/**
 * `GET /oauth/:provider`, `GET|POST /oauth/:provider/callback`, `POST /oauth/:provider/start`,
 * `POST /oauth/:provider/nonce`, `POST /oauth/:provider/token`, `POST /oauth/link`, and those of `identityRoutes`:
 * do not mount these once more.
 *
 * @param social What `socialSignIn(auth, …)` returned.
 * @throws TypeError for anything else
 * @example
 * const google = openid("google", { issuer: "https://accounts.google.com", clientId: "…", clientSecret: "…" });
 * const social = socialSignIn(auth, { origin: "https://app.example.com", providers: [google] });
 * createHandler(auth, { routes: socialRoutes(social) });
 */
export function socialRoutes(social: Social): readonly Route[] {
  const parts = partsOf(social);
  return [...browserRoutes(parts), ...clientRoutes(parts)];
}

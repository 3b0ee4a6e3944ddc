import { withFirstValidToken, type Route } from "@latchkey/http";
import { object, string } from "valibot";
import type { ServiceTokens } from "./issuer.ts";

const tokenBody = object({ audience: string() });

/** How long caches may keep the public keys, in seconds. A new key is published at least as long before it signs. */
const JWKS_MAX_AGE_S = 300;

/**
 * `POST /token`, which gives the user of a session a token for one service, and `GET /.well-known/jwks.json`, which
 * gives everybody the public keys (RFC 7517 §5). The keys are below the base path:
 * `https://app.example.com/auth/.well-known/jwks.json`.
 *
 * @param services What `serviceTokens(auth, …)` returned.
 * @example
 * const services = serviceTokens(auth, {
 *   issuer: "https://app.example.com",
 *   keys: [process.env.SERVICE_KEY],
 *   audiences: ["https://api.example.com"],
 * });
 * createHandler(auth, { routes: serviceTokenRoutes(services) });
 */
export function serviceTokenRoutes(services: ServiceTokens): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/token",
      async handle({ tokens, read }) {
        const { audience } = await read(tokenBody);
        return { body: await withFirstValidToken(tokens, (token) => services.issue(token, audience)) };
      },
    },
    {
      method: "GET",
      path: "/.well-known/jwks.json",
      handle: async () => ({ body: await services.publicKeys(), maxAge: JWKS_MAX_AGE_S }),
    },
  ];
}

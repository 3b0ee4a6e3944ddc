import { settingsOf, type Passkeys } from "./passkeys.ts";

const PATH = "/.well-known/webauthn";

/**
 * Answers `GET /.well-known/webauthn` on the host of the `rpId`, where browsers read which other origins may use its
 * passkeys (WebAuthn §5.11.1). It is outside of the base path, so `createHandler` does not have it.
 *
 * @param passkeys What `passkeys(auth, { relatedOrigins })` returned.
 * @returns a function from a request to its answer; `null`: the request is for another path
 * @throws TypeError for anything else
 * @example
 * import { passkeyRoutes, passkeys, relatedOriginsHandler } from "@latchkey/passkeys";
 *
 * const keys = passkeys(auth, {
 *   rpId: "example.com",
 *   origins: ["https://example.com"],
 *   relatedOrigins: ["https://example.de"],
 * });
 * const wellKnown = relatedOriginsHandler(keys);
 * const handler = createHandler(auth, { routes: passkeyRoutes(keys) });
 * const answer = (request: Request) => wellKnown(request) ?? handler(request);
 */
export function relatedOriginsHandler<Metadata>(passkeys: Passkeys<Metadata>): (request: Request) => Response | null {
  const { allOrigins } = settingsOf(passkeys);
  // Browsers take the origins of the rpId itself without asking, and apps are no web origins.
  const body = JSON.stringify({ origins: allOrigins.filter((origin) => origin.startsWith("http")) });
  const headers = { "content-type": "application/json", "cache-control": "public, max-age=3600" };
  return (request) => {
    if (new URL(request.url).pathname !== PATH) return null;
    if (request.method === "GET" || request.method === "HEAD")
      return new Response(request.method === "GET" ? body : null, { headers });
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
  };
}

import { object, string } from "valibot";
import type { Descriptions } from "./description.ts";

/** The routes of `@latchkey/service-tokens`. */
export const serviceTokens: Descriptions = {
  "POST /token": {
    id: "issueServiceToken",
    tag: "Service tokens",
    summary: "Get a token for another service",
    description:
      "Issues a short token for one service to the user of the session. The service verifies it by the public keys. " +
      "An API key gets none.",
    session: "required",
    body: object({ audience: string() }),
    fields: { audience: "The service, as the server lists it, letter by letter." },
    answer: "ServiceToken",
    done: "The token.",
    refuses: ["unauthenticated", "invalid_input", "invalid_metadata"],
  },
  "GET /.well-known/jwks.json": {
    id: "getPublicKeys",
    tag: "Service tokens",
    summary: "Get the keys that verify service tokens",
    description: "A JSON Web Key Set (RFC 7517). Caches may keep it, and pages of every origin may read it.",
    session: "none",
    answer: "PublicKeySet",
    done: "The public keys.",
    // A Host header that is more than a host.
    refuses: ["invalid_request"],
  },
};

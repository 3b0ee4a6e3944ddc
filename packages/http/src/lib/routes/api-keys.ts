import type { ApiKey, ApiKeys } from "@latchkey/core/api-keys";
import { array, nullish, number, object, optional, string } from "valibot";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

export const createApiKeyBody = object({
  name: string(),
  currentPassword: optional(string()),
  scopes: optional(array(string())),
  expiresIn: nullish(number()),
});
export const deleteApiKeyBody = object({ id: string() });

/**
 * `GET /api-keys`, `POST /api-keys` and `POST /api-keys/delete`. They need a session, and creating a key also needs the
 * password. An API key cannot create keys.
 *
 * @param keys The companion `apiKeys(auth)`.
 * @example
 * const keys = apiKeys(auth, { scopes: ["orders:read"] });
 * createHandler(auth, { routes: apiKeyRoutes(keys), strategies: [apiKeyStrategy(keys)] });
 */
export function apiKeyRoutes(keys: ApiKeys): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/api-keys",
      offers: () => ({ apiKeys: { scopes: keys.scopes } }),
      async handle({ tokens }) {
        const listed = await withFirstValidToken(tokens, (token) => keys.list(token));
        return { body: { apiKeys: listed.map(publicApiKey) } };
      },
    },
    {
      method: "POST",
      path: "/api-keys",
      async handle({ tokens, client, read }) {
        const input = await read(createApiKeyBody);
        const created = await withFirstValidToken(tokens, (token) => keys.create(token, input, client));
        return { body: { apiKey: publicApiKey(created), key: created.key } };
      },
    },
    {
      method: "POST",
      path: "/api-keys/delete",
      async handle({ tokens, client, read }) {
        const { id } = await read(deleteApiKeyBody);
        await withFirstValidToken(tokens, (token) => keys.delete(token, id, client));
        return { body: { success: true } };
      },
    },
  ];
}

/** Picks the fields one by one, so that a field that is added in core later does not leak. */
function publicApiKey({ id, name, hint, scopes, createdAt, expiresAt, lastUsedAt }: ApiKey): ApiKey {
  return { id, name, hint, scopes, createdAt, expiresAt, lastUsedAt };
}

import type { Identities } from "@latchkey/core/identities";
import { object, optional, string } from "valibot";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

export const unlinkBody = object({ provider: string(), subject: string(), currentPassword: optional(string()) });

/**
 * `GET /identities` and `POST /identities/delete`: which accounts at providers the user signs in with, and whether
 * there is a password. For a server with passkeys or sign-in by mail and no providers: forms then know who can type a
 * password. `socialRoutes` has both already, and `createHandler` refuses a route that is mounted twice.
 *
 * @param identities The companion `identities(auth)`.
 * @example
 * createHandler(auth, { routes: identityRoutes(identities(auth)) });
 */
export function identityRoutes(identities: Identities): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/identities",
      offers: () => ({ identities: {} }),
      async handle({ tokens }) {
        const listed = await withFirstValidToken(tokens, (token) => identities.list(token));
        return { body: { identities: listed.identities, hasPassword: listed.hasPassword } };
      },
    },
    {
      method: "POST",
      path: "/identities/delete",
      async handle({ tokens, client, read }) {
        const input = await read(unlinkBody);
        await withFirstValidToken(tokens, (token) => identities.unlink(token, input, client));
        return { body: { success: true } };
      },
    },
  ];
}

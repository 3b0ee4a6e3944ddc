import type { OwnAccount } from "@latchkey/core/own-account";
import { object, optional, string, unknown } from "valibot";
import { publicUser } from "./public-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

// Core checks the metadata: valibot would accept a list as a record.
export const updateMeBody = object({ metadata: unknown() });
export const deleteMeBody = object({ currentPassword: optional(string()) });

/**
 * `PATCH /me`, which replaces the metadata, and `POST /me/delete`, which needs a recent proof.
 *
 * @param account The companion `ownAccount(auth)`.
 * @example
 * createHandler(auth, { routes: ownAccountRoutes(ownAccount(auth)) });
 */
export function ownAccountRoutes(account: OwnAccount): readonly Route[] {
  return [
    {
      method: "PATCH",
      path: "/me",
      offers: () => ({ ownAccount: {} }),
      async handle({ tokens, client, read }) {
        const { metadata } = await read(updateMeBody);
        const user = await withFirstValidToken(tokens, (token) =>
          account.updateMetadata(token, metadata as Record<string, unknown> | null, client),
        );
        return { body: { user: publicUser(user) } };
      },
    },
    {
      method: "POST",
      path: "/me/delete",
      async handle({ tokens, client, read, clearedCookie }) {
        const input = await read(deleteMeBody);
        await withFirstValidToken(tokens, (token) => account.delete(token, input, client));
        return { body: { success: true }, setCookie: clearedCookie };
      },
    },
  ];
}

import type { OwnAccount } from "@latchkey/core/own-account";
import { object, string, unknown } from "valibot";
import { presentUser } from "./present-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

// What metadata may be is told in core: valibot takes a list for a record.
export const updateMeBody = object({ metadata: unknown() });
export const deleteMeBody = object({ currentPassword: string() });

/** `PATCH /me` and `POST /me/delete`: `createHandler(auth, { routes: ownAccountRoutes(ownAccount(auth)) })`. */
export function ownAccountRoutes(account: OwnAccount): readonly Route[] {
  return [
    {
      method: "PATCH",
      path: "/me",
      async handle({ tokens, client, read }) {
        const { metadata } = await read(updateMeBody);
        const user = await withFirstValidToken(tokens, (token) =>
          account.updateMetadata(token, metadata as Record<string, unknown> | null, client),
        );
        return { body: { user: presentUser(user) } };
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

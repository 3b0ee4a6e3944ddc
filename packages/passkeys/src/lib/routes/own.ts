import { withFirstValidToken, type Route } from "@latchkey/http";
import type { Passkeys } from "../passkeys.ts";
import { addBody, deleteBody, renameBody } from "./bodies.ts";

/** The routes with which users look after their passkeys. */
export function ownRoutes(passkeys: Passkeys): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/passkeys",
      offers: () => ({ passkeys: {} }),
      async handle({ tokens }) {
        const { passkeys: listed, signal } = await withFirstValidToken(tokens, (token) => passkeys.list(token));
        return { body: { passkeys: listed, signal } };
      },
    },
    {
      method: "POST",
      path: "/passkeys/options",
      async handle({ tokens, checkContentType }) {
        checkContentType();
        return { body: { options: await withFirstValidToken(tokens, (token) => passkeys.beginAdd(token)) } };
      },
    },
    {
      method: "POST",
      path: "/passkeys",
      async handle({ tokens, client, read }) {
        const made = await read(addBody);
        const passkey = await withFirstValidToken(tokens, (token) => passkeys.add(token, made, client));
        return { status: 201, body: { passkey } };
      },
    },
    {
      method: "POST",
      path: "/passkeys/rename",
      async handle({ tokens, client, read }) {
        const input = await read(renameBody);
        await withFirstValidToken(tokens, (token) => passkeys.rename(token, input, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/passkeys/delete",
      async handle({ tokens, client, read }) {
        const input = await read(deleteBody);
        await withFirstValidToken(tokens, (token) => passkeys.delete(token, input, client));
        return { body: { success: true } };
      },
    },
  ];
}

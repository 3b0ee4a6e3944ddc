import type { OwnSession, Sessions } from "@latchkey/core/sessions";
import { object, string } from "valibot";
import { presentUser } from "./present-user.ts";
import type { Route } from "./route.ts";
import { withLiveToken } from "./with-live-token.ts";

export const endSessionBody = object({ id: string() });

/**
 * `POST /refresh`, `GET /sessions`, and `POST /sessions/end`, `/sessions/end-others` and `/sessions/end-all`:
 * `createHandler(auth, { routes: sessionRoutes(sessions(auth)) })`.
 */
export function sessionRoutes(sessions: Sessions): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/refresh",
      async handle({ tokens, client, readNothing, present }) {
        readNothing();
        return withLiveToken(tokens, async (token, carrier) => {
          const refreshed = await sessions.refresh(token, client);
          const body = { user: presentUser(refreshed.user), expiresAt: refreshed.session.expiresAt };
          return present(refreshed, body, carrier);
        });
      },
    },
    {
      method: "GET",
      path: "/sessions",
      async handle({ tokens }) {
        const listed = await withLiveToken(tokens, (token) => sessions.list(token));
        return { body: { sessions: listed.map(presentSession) } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end",
      async handle({ tokens, client, read }) {
        const { id } = await read(endSessionBody);
        await withLiveToken(tokens, (token) => sessions.end(token, id, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end-others",
      async handle({ tokens, client, readNothing }) {
        readNothing();
        const ended = await withLiveToken(tokens, (token) => sessions.endOthers(token, client));
        return { body: { ended } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end-all",
      async handle({ tokens, client, readNothing, clearedCookie }) {
        readNothing();
        await withLiveToken(tokens, (token) => sessions.endAll(token, client));
        return { body: { success: true }, setCookie: clearedCookie };
      },
    },
  ];
}

/** Field by field: what is added in core tomorrow is not shown by accident. */
function presentSession({ id, current, createdAt, lastUsedAt, expiresAt, address, agent }: OwnSession): OwnSession {
  return { id, current, createdAt, lastUsedAt, expiresAt, address, agent };
}

import type { AuthError, Client } from "@latchkey/core";
import type { OwnSession, Sessions } from "@latchkey/core/sessions";
import { object, string } from "valibot";
import { endEach } from "./end-each.ts";
import { HttpError } from "../http-error.ts";
import { presentUser } from "./present-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

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
        return withFirstValidToken(tokens, async (token, carrier) => {
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
        const listed = await withFirstValidToken(tokens, (token) => sessions.list(token));
        return { body: { sessions: listed.map(presentSession) } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end",
      async handle({ tokens, client, read }) {
        const { id } = await read(endSessionBody);
        await withFirstValidToken(tokens, (token) => sessions.end(token, id, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end-others",
      async handle({ tokens, client, readNothing }) {
        readNothing();
        const ended = await withFirstValidToken(tokens, (token) => sessions.endOthers(token, client));
        return { body: { ended } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end-all",
      async handle({ everyToken, client, readNothing, clearedCookie }) {
        readNothing();
        const ended = await endEach(everyToken, (token) => endAllOf(sessions, token, client));
        if (!ended.includes(true)) throw new HttpError("unauthenticated", "Not signed in");
        return { body: { success: true }, setCookie: clearedCookie };
      },
    },
  ];
}

/** Whether the token had a session. */
async function endAllOf(sessions: Sessions, token: string, client: Client): Promise<boolean> {
  try {
    await sessions.endAll(token, client);
    return true;
  } catch (error) {
    if ((error as AuthError | undefined)?.code !== "unauthenticated") throw error;
    return false;
  }
}

/** Field by field: what is added in core tomorrow is not shown by accident. */
function presentSession({ id, current, createdAt, lastUsedAt, expiresAt, address, agent }: OwnSession): OwnSession {
  return { id, current, createdAt, lastUsedAt, expiresAt, address, agent };
}

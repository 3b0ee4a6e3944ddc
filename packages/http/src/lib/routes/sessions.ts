import type { AuthError, Client } from "@latchkey/core";
import type { OwnSession, Sessions } from "@latchkey/core/sessions";
import { object, string } from "valibot";
import { endEach } from "./end-each.ts";
import { HttpError } from "../http-error.ts";
import { publicUser } from "./public-user.ts";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

export const endSessionBody = object({ id: string() });

/**
 * `POST /refresh`, `GET /sessions`, `POST /sessions/end`, `POST /sessions/end-others` and `POST /sessions/end-all`.
 *
 * @param sessions The companion `sessions(auth)`.
 * @example
 * createHandler(auth, { routes: sessionRoutes(sessions(auth)) });
 */
export function sessionRoutes(sessions: Sessions): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/refresh",
      async handle({ tokens, client, checkContentType, replyWithSession }) {
        checkContentType();
        return withFirstValidToken(tokens, async (token, carrier) => {
          const refreshed = await sessions.refresh(token, client);
          const body = { user: publicUser(refreshed.user), expiresAt: refreshed.session.expiresAt };
          return replyWithSession(refreshed, body, carrier);
        });
      },
    },
    {
      method: "GET",
      path: "/sessions",
      offers: () => ({ sessions: {} }),
      async handle({ tokens }) {
        const listed = await withFirstValidToken(tokens, (token) => sessions.list(token));
        return { body: { sessions: listed.map(publicSession) } };
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
      async handle({ tokens, client, checkContentType }) {
        checkContentType();
        const ended = await withFirstValidToken(tokens, (token) => sessions.endOthers(token, client));
        return { body: { ended } };
      },
    },
    {
      method: "POST",
      path: "/sessions/end-all",
      async handle({ allTokens, client, checkContentType, clearedCookie }) {
        checkContentType();
        const ended = await endEach(allTokens, (token) => endAllOf(sessions, token, client));
        if (!ended.includes(true)) throw new HttpError("unauthenticated", "Not signed in");
        return { body: { success: true }, setCookie: clearedCookie };
      },
    },
  ];
}

/** Ends all sessions of a token's user. @returns Whether the token had a live session. */
async function endAllOf(sessions: Sessions, token: string, client: Client): Promise<boolean> {
  try {
    await sessions.endAll(token, client);
    return true;
  } catch (error) {
    if ((error as AuthError | undefined)?.code !== "unauthenticated") throw error;
    return false;
  }
}

/** Picks the fields one by one, so that a field that is added in core later does not leak. */
function publicSession({ id, current, createdAt, lastUsedAt, expiresAt, address, agent }: OwnSession): OwnSession {
  return { id, current, createdAt, lastUsedAt, expiresAt, address, agent };
}

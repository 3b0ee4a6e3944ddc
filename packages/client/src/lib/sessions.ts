import type { Connection } from "./connection.ts";

/** A session of the user: a browser or an app that is signed in. Times are ISO 8601 in UTC. */
export interface Session {
  /** The id of the session. It is no credential. */
  readonly id: string;
  /** Whether it is the session that asks. */
  readonly current: boolean;
  /** When the user signed in. */
  readonly createdAt: string;
  /** When it was last used, as far as the server writes that down. */
  readonly lastUsedAt: string;
  /** When it ends if nothing extends it. */
  readonly expiresAt: string;
  /** The IP address from which it was opened. `null`: not known. */
  readonly address: string | null;
  /** The user agent with which it was opened. `null`: not known. */
  readonly agent: string | null;
}

/** The sessions of the user. Every method may fail with `unauthenticated`. */
export interface SessionActions {
  /** Lists them. */
  list(): Promise<readonly Session[]>;
  /**
   * Ends one of them. Is it the current one, then the user is signed out here.
   *
   * @throws LatchkeyError `not_found` (it has ended already, or it is not the user's)
   */
  end(id: string): Promise<void>;
  /** Ends all but the current one. @returns how many */
  endOthers(): Promise<number>;
  /** Ends all of them: the user is signed out everywhere. */
  endAll(): Promise<void>;
}

export function sessions(send: Connection): SessionActions {
  let current: string | undefined;
  return {
    async list() {
      const listed = await send<{ sessions: readonly Session[] }>({ method: "GET", path: "/sessions" });
      current = listed.sessions.find((session) => session.current)?.id;
      return listed.sessions;
    },
    async end(id) {
      const effect = id === current ? "ends" : undefined;
      await send({ method: "POST", path: "/sessions/end", body: { id }, effect });
    },
    endOthers: async () => (await send<{ ended: number }>({ method: "POST", path: "/sessions/end-others" })).ended,
    endAll: async () => void (await send({ method: "POST", path: "/sessions/end-all", effect: "ends" })),
  };
}

"use client";

import type { LatchkeyError, Session } from "@latchkey/client";
import { useLoaded } from "../loaded/use-loaded.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";

/** The sessions of the user, and what can be done with them. */
export interface SessionsState {
  /** The one that asks is first. `null`: not known yet. */
  readonly sessions: readonly Session[] | null;
  /** Why they are not known. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** Ends one of them, by its id. */
  readonly end: Submission<string>;
  /** Ends all but the current one. */
  readonly endOthers: Submission<void>;
}

/**
 * The sessions of the user: the browsers and apps that are signed in.
 *
 * @example
 * ```ts
 * import { useSessions } from "@latchkey/react";
 *
 * const { sessions, end, endOthers } = useSessions();
 * ```
 */
export function useSessions(): SessionsState {
  const { sessions } = useAuth();
  const { value, error, reload, change } = useLoaded(sessions.list, useUser()?.id);
  const end = useSubmission(async (id: string) => {
    await sessions.end(id).catch(ignoreGone);
    change((before) => before.filter((session) => session.id !== id));
  });
  const endOthers = useSubmission(async () => {
    await sessions.endOthers();
    change((before) => before.filter(({ current }) => current));
  });
  const isCurrent = ({ current }: Session) => Number(current);
  const sorted = value && value.toSorted((a, b) => isCurrent(b) - isCurrent(a));
  return { sessions: sorted, error, reload, end, endOthers };
}

/** One that has ended meanwhile is as good as ended. */
function ignoreGone(error: LatchkeyError): void {
  if (error.code !== "not_found") throw error;
}

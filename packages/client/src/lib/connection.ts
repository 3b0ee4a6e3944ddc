import { LatchkeyError } from "./errors.ts";
import { exchange } from "./exchange.ts";
import type { Fetch, TokenStore } from "./options.ts";
import type { SessionHolder } from "./session-store.ts";
import type { User } from "./user.ts";

/** A request to one of the routes. */
export interface Call {
  readonly method: string;
  /** Below the base URL: `"/signin"`. */
  readonly path: `/${string}`;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /**
   * What a success says about the session: it `opens` one for the user of the answer, `ends` it, `changes` its user, or
   * shows its user as it is (`renews`). Default: nothing.
   */
  readonly effect?: "opens" | "ends" | "changes" | "renews" | undefined;
  /** Whether `unauthenticated` may be about another account than that of the session, as with the link of a mail. */
  readonly ofAnyAccount?: boolean | undefined;
}

/** Sends calls, and keeps the session and its token up to date by what the answers say. */
export type Connection = <Answer>(call: Call) => Promise<Answer>;

export interface ConnectionOptions {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly tokenStore: TokenStore | undefined;
  readonly session: SessionHolder;
}

/** The user of an answer. */
export async function userOf(answer: Promise<{ readonly user: User<unknown> }>): Promise<User<unknown>> {
  return (await answer).user;
}

interface SessionAnswer {
  readonly success?: boolean;
  readonly user?: User<unknown>;
  readonly token?: string;
}

/** @throws LatchkeyError from every call that fails */
export function connect(options: ConnectionOptions): Connection {
  const opening = new Set<Promise<object>>();
  return async <Answer>(call: Call) => {
    const sent = send(options, call, opening);
    if (call.effect === "opens") opening.add(sent);
    try {
      return (await sent) as Answer;
    } catch (error) {
      if (error instanceof LatchkeyError) throw error;
      throw new LatchkeyError("internal", "The token store failed", { cause: error });
    } finally {
      opening.delete(sent);
    }
  };
}

/** @param opening the calls under way that may open a session */
async function send(
  { baseUrl, fetch, tokenStore, session }: ConnectionOptions,
  call: Call,
  opening: ReadonlySet<Promise<object>>,
): Promise<object> {
  const { method, path, body, effect } = call;
  const version = session.version();
  const readToken = async () => tokenStore && ((await tokenStore.get()) || null);
  const token = await readToken();
  /** Whether no other token has come meanwhile, from another call or another tab. */
  const isOurs = async () => (await readToken()) === token;
  const end = async (change: (user: null) => void): Promise<void> => {
    if (token) await tokenStore!.set(null);
    change(null);
  };

  try {
    if (token === null && method === "GET" && path === "/me") throw notSignedIn();
    const answer: SessionAnswer = await exchange({ fetch, url: baseUrl + path, method, body, token });
    const { user, token: newToken } = answer;
    const isDone = effect === "opens" ? user && (newToken || !tokenStore) : effect !== "ends" || answer.success;
    if (!isDone) throw new LatchkeyError("internal", "The server's answer says nothing of the session");
    if (effect === "ends") {
      if (await isOurs()) await end(session.announce);
      return answer;
    }
    if (newToken && newToken !== token && (effect === "opens" || (await isOurs()))) await tokenStore?.set(newToken);
    if (user && (effect === "opens" || (effect && session.get().user?.id === user.id))) {
      if (effect === "renews") session.put(user);
      else session.announce(user);
    }
    return answer;
  } catch (error) {
    const isOver = error instanceof LatchkeyError && error.code === "unauthenticated" && !call.ofAnyAccount;
    // Whoever opens a session ends the one before, whose 401 may come first.
    if (isOver && effect !== "opens") await Promise.allSettled(opening);
    if (isOver && (await isOurs()) && session.version() === version) await end(session.put);
    throw error;
  }
}

function notSignedIn(): LatchkeyError {
  return new LatchkeyError("unauthenticated", "Not signed in", { status: 401 });
}

import type { LatchkeyError } from "./errors.ts";
import { readable } from "./readable.ts";
import { watchTabs } from "./tabs.ts";
import type { JsonObject, User } from "./user.ts";

/** What every state of the session has. */
interface Known {
  /**
   * The last failure to ask the server; `null` after the next success. It changes nothing else: trouble never signs
   * anybody out.
   */
  readonly error: LatchkeyError | null;
}

/** Nobody has asked yet, or no answer has come. */
export interface LoadingState extends Known {
  /** Tells the three states apart. */
  readonly status: "loading";
  /** Nobody, as far as is known. */
  readonly user: null;
}

/** Somebody is signed in. */
export interface SignedInState<Metadata = JsonObject> extends Known {
  /** Tells the three states apart. */
  readonly status: "signed-in";
  /** Who is signed in. */
  readonly user: User<Metadata>;
}

/** Nobody is signed in. */
export interface SignedOutState extends Known {
  /** Tells the three states apart. */
  readonly status: "signed-out";
  /** Nobody. */
  readonly user: null;
}

/** Who is signed in, as far as the client knows. */
export type SessionState<Metadata = JsonObject> = LoadingState | SignedInState<Metadata> | SignedOutState;

/**
 * Who is signed in, for every framework: React's `useSyncExternalStore(session.subscribe, session.get)`, Svelte's
 * `$session`, Solid's `from(session)`. It asks the server once for any number of readers, follows other tabs, and looks
 * again when the page comes back.
 */
export interface SessionStore<Metadata = JsonObject> {
  /** The state now: the same object until something changes. It asks nothing. */
  get(): SessionState<Metadata>;
  /**
   * Calls `run` with the state at once, and after every change. The first subscriber of a page or an app makes the
   * client ask the server, unless the state is known. While a server renders, nothing is asked.
   *
   * @returns what ends the subscription
   */
  subscribe(run: (state: SessionState<Metadata>) => void): () => void;
  /** Asks the server who is signed in: one request, however many ask at once. It never rejects: see `error`. */
  refresh(): Promise<SessionState<Metadata>>;
  /**
   * Sets what the server has rendered, so that nothing is asked: the user, or `null` for nobody. If that is somebody
   * else than before, code of the server has signed them in or out, and other tabs ask who it is. On a server it does
   * nothing, because a client that several requests share would show one visitor's account to the next.
   */
  set(user: User<Metadata> | null): void;
}

/** The store, as the rest of the client uses it. */
export interface SessionHolder extends SessionStore<unknown> {
  /** Grows with every change of who is signed in. An answer to an older question does not count. */
  version(): number;
  /** Changes who is signed in, and tells nobody. */
  put(user: User<unknown> | null): void;
  /** `put`, and tells other tabs. */
  announce(user: User<unknown> | null): void;
}

export interface SessionHolderOptions {
  /** Asks the server. A rejection with `unauthenticated` must have called `put(null)` if it is about this session. */
  readonly ask: () => Promise<User<unknown>>;
  /** What the tabs that share the session call their channel. */
  readonly channel: string;
  /** Whether each client has a token of its own, so that another tab's sign-out may not be this one's. */
  readonly ownToken: boolean;
  /** Whether the application sends the requests itself, and so may keep cookies where the runtime keeps none. */
  readonly ownFetch: boolean;
}

/** Milliseconds within which coming back to the page asks nothing. */
const FRESH_MS = 5000;

export function sessionStore({ ask, channel, ownToken, ownFetch }: SessionHolderOptions): SessionHolder {
  // React Native has a window and no document. A server has neither.
  const isClient = ownToken || typeof window !== "undefined";
  // A server keeps no cookies: what its module would hold is the last visitor, and every other one would see it.
  const holdsSession = isClient || ownFetch;
  let version = 0;
  let asking: Promise<SessionState<unknown>> | undefined;
  let askedAt = -Infinity;

  const look = (isUrgent: boolean): void => {
    if (isClient && (isUrgent || Math.abs(Date.now() - askedAt) > FRESH_MS)) void refresh();
  };
  const tabs = watchTabs(channel, {
    look,
    hear(news) {
      if (news === "out" && !ownToken) return put(null);
      outdate();
      void refresh();
    },
  });
  const state = readable<SessionState<unknown>>(
    { status: "loading", user: null, error: null },
    {
      begin() {
        tabs.open();
        look(false);
      },
      end: tabs.close,
    },
  );
  const show = (next: SessionState<unknown>): void => {
    if (JSON.stringify(next) !== JSON.stringify(state.get())) state.put(next);
  };
  const showUser = (user: User<unknown> | null): void => {
    const status = user ? "signed-in" : "signed-out";
    if (holdsSession) show({ status, user, error: null } as SessionState<unknown>);
  };
  /** From here on, answers that are under way are old. */
  const outdate = (): void => {
    version++;
    asking = undefined;
    askedAt = Date.now();
  };
  const put = (user: User<unknown> | null): void => {
    outdate();
    showUser(user);
  };
  const set = (user: User<unknown> | null): void => {
    const { status, user: before } = state.get();
    put(user);
    // Other tabs hear of nobody in particular: what was rendered may be older than what they know.
    if (status !== "loading" && before?.id !== user?.id) tabs.tell("in");
  };
  const refresh = (): Promise<SessionState<unknown>> => {
    if (asking) return asking;
    const asked = version;
    askedAt = Date.now();
    const ifNewest = (change: () => void) => {
      if (asked !== version) return;
      asking = undefined;
      change();
    };
    return (asking = ask()
      .then(
        (user) => ifNewest(() => showUser(user)),
        (error: LatchkeyError) => ifNewest(() => show({ ...state.get(), error })),
      )
      .then(state.get));
  };
  const announce = (user: User<unknown> | null): void => {
    put(user);
    tabs.tell(user ? "in" : "out");
  };
  return { get: state.get, subscribe: state.subscribe, refresh, set, put, version: () => version, announce };
}

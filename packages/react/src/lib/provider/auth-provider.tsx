"use client";

import { createClient, type Client, type Methods, type SessionState, type User } from "@latchkey/client";
import { useMemo, useState, type ReactElement, type ReactNode } from "react";
import { AuthContext, type AuthSurroundings } from "./auth-context.ts";
import type { ClassNames } from "./class-names.ts";
import type { InitialSession } from "./initial-session.ts";
import type { LinkComponent, Links } from "./links.ts";
import type { ReactLocale } from "./react-locale.ts";
import type { WayIn } from "./way-in.ts";
import { useBrowserEffect } from "./use-browser-effect.ts";
import { idOf, useSessionChange } from "./use-session-change.ts";

/** Properties of `<AuthProvider>`. */
export interface AuthProviderProps {
  /** The client. Default: one of `createClient()` for the whole page, which asks the routes below `/auth`. */
  readonly client?: Client<any, any> | undefined;
  /**
   * Who is signed in, if the server knows: a user, or `null` for nobody. Then nothing is asked, and the first paint is
   * right. Not set: not known. `initialSession()` makes it from a session of the server.
   */
  readonly initialSession?: InitialSession | undefined;
  /**
   * Called when somebody signs in or out, here or in another tab, so that the page is about somebody else: let the
   * server render anew (`router.refresh()`, `revalidate()`, `router.invalidate()`).
   */
  readonly onSessionChange?: ((user: User<any> | null) => void) | undefined;
  /** What `GET /methods` says, if the page comes with it. Not set: the first form asks. */
  readonly methods?: Methods | undefined;
  /** The language. Default: English. */
  readonly locale?: ReactLocale | undefined;
  /** The pages that forms link to. */
  readonly links?: Links | undefined;
  /** What links are made of. Default: `"a"`. */
  readonly Link?: LinkComponent | undefined;
  /** More classes for parts of the components. */
  readonly classNames?: ClassNames | undefined;
  /**
   * Ways in that the forms have beside passwords and providers, where the server offers them: `passkeys` and
   * `secondFactor` of this package. Default: none, so that nobody bundles what they do not use.
   */
  readonly ways?: readonly WayIn[] | undefined;
  /** The application, or the part of it that needs accounts. */
  readonly children?: ReactNode;
}

const LOADING: SessionState<unknown> = { status: "loading", user: null, error: null };
const NOTHING = {};
const NONE: readonly WayIn[] = [];

let shared: Client<unknown> | undefined;
/** What the server has rendered and a client was told last, so that it is told only once. */
const told = new WeakMap<object, string>();

/**
 * Gives the client, who is signed in, and the language to everything below.
 *
 * When `initialSession` changes, because the server has rendered anew, the client takes it over. Server code that
 * signs somebody in or out without rendering anew is followed by `useAuth().session.refresh()`.
 *
 * @example
 * ```tsx
 * import { AuthProvider } from "@latchkey/react";
 *
 * <AuthProvider initialSession={null} links={{ signIn: "/sign-in", signUp: "/sign-up" }}>…</AuthProvider>;
 * ```
 */
export function AuthProvider(props: AuthProviderProps): ReactElement {
  const { client = (shared ??= createClient()), locale, children } = props;
  const { methods = null, links = NOTHING, Link = "a", classNames = NOTHING, ways = NONE } = props;
  const written = JSON.stringify(props.initialSession);
  const initialState = useMemo(() => stateOf(written), [written]);
  const owner = useSessionChange(client.session, props.onSessionChange);

  // The layout effects of a tree come before the effects by which its components subscribe and make the client ask.
  useBrowserEffect(() => {
    if (written === undefined || told.get(client) === written) return;
    told.set(client, written);
    owner.current = idOf(initialState.user);
    client.session.set(initialState.user);
  }, [client, written, initialState, owner]);

  const [overlay, show] = useState<ReactNode>(null);
  const surroundings = useMemo<AuthSurroundings>(
    () => ({ client, initialState, initialMethods: methods, locale, links, Link, classNames, ways, show }),
    [client, initialState, methods, locale, links, Link, classNames, ways],
  );
  return (
    <AuthContext.Provider value={surroundings}>
      {children}
      {overlay}
    </AuthContext.Provider>
  );
}

function stateOf(written: string | undefined): SessionState<unknown> {
  if (written === undefined) return LOADING;
  const user = JSON.parse(written) as NonNullable<InitialSession> | null;
  return user ? { status: "signed-in", user, error: null } : { status: "signed-out", user, error: null };
}

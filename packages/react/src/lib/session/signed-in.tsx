"use client";

import type { JsonObject, User } from "@latchkey/client";
import type { ReactElement, ReactNode } from "react";
import { useSession } from "./use-session.ts";

/** Properties of `<SignedIn>`. */
export interface SignedInProps {
  /** What somebody who is signed in sees. A function gets the user. */
  readonly children: ReactNode | ((user: User<any>) => ReactNode);
  /** What is shown until it is known whether somebody is signed in. Default: nothing. */
  readonly fallback?: ReactNode;
}

/** Properties of `<SignedOut>`. */
export interface SignedOutProps {
  /** What somebody who is not signed in sees. */
  readonly children: ReactNode;
  /** What is shown until it is known whether somebody is signed in. Default: nothing. */
  readonly fallback?: ReactNode;
}

/**
 * Shows its children while somebody is signed in. It hides nothing from a determined visitor: the server checks.
 *
 * @example
 * ```tsx
 * import { SignedIn, UserMenu } from "@latchkey/react";
 *
 * <SignedIn fallback="…">
 *   <UserMenu />
 * </SignedIn>;
 * ```
 */
export function SignedIn({ children, fallback = null }: SignedInProps): ReactElement {
  const { status, user } = useSession<JsonObject>();
  if (!user) return <>{status === "loading" && fallback}</>;
  return <>{typeof children === "function" ? children(user) : children}</>;
}

/**
 * Shows its children while nobody is signed in.
 *
 * @example
 * ```tsx
 * import { SignedOut, SignInForm } from "@latchkey/react";
 *
 * <SignedOut>
 *   <SignInForm />
 * </SignedOut>;
 * ```
 */
export function SignedOut({ children, fallback = null }: SignedOutProps): ReactElement {
  const { status } = useSession();
  return <>{status === "signed-out" ? children : status === "loading" && fallback}</>;
}

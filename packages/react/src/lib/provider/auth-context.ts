import type { Client, Methods, SessionState } from "@latchkey/client";
import { createContext, useContext, type ReactNode } from "react";
import type { ClassNames } from "./class-names.ts";
import type { LinkComponent, Links } from "./links.ts";
import type { ReactLocale } from "./react-locale.ts";
import type { WayIn } from "./way-in.ts";

/** What every component below a provider shares. */
export interface AuthSurroundings {
  readonly client: Client<unknown>;
  /** What the server has rendered, or `loading`. */
  readonly initialState: SessionState<unknown>;
  /** What the server offers, if the page came with it. */
  readonly initialMethods: Methods | null;
  readonly locale: ReactLocale | undefined;
  readonly links: Links;
  readonly Link: LinkComponent;
  readonly classNames: ClassNames;
  /** Ways in beside passwords and providers. */
  readonly ways: readonly WayIn[];
  /** Shows something over the page, or `null` for nothing. */
  readonly show: (overlay: ReactNode) => void;
}

export const AuthContext = createContext<AuthSurroundings | null>(null);

/** @throws Error above the provider */
export function useAuthContext(): AuthSurroundings {
  const surroundings = useContext(AuthContext);
  if (!surroundings) throw new Error("Components and hooks of @latchkey/react need an <AuthProvider> around them");
  return surroundings;
}

"use client";

import { AuthProvider, type AuthProviderProps } from "@latchkey/react";
import Link from "next/link";
import { useRouter } from "next/navigation";

const links = {
  signIn: "/auth/sign-in",
  signUp: "/auth/sign-up",
  forgotPassword: "/auth/forgot-password",
  account: "/hello",
};

/** Tells the components below who is signed in. When that changes, here or in another tab, the server renders anew. */
export function Accounts(props: Pick<AuthProviderProps, "initialSession" | "methods" | "children">) {
  const { refresh } = useRouter();
  function renderAnew() {
    // A whole load leaves nothing of who has signed out, and leads on from the forms. Elsewhere, what was typed stays.
    const isOver = props.initialSession !== null || [links.signIn, links.signUp].includes(location.pathname);
    if (isOver) location.reload();
    else refresh();
  }
  return <AuthProvider {...props} onSessionChange={renderAnew} links={links} Link={Link} />;
}

import { initialSession, SignedIn, SignedOut, UserMenu } from "@latchkey/react";
import "@latchkey/react/styles.css";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { accounts } from "@/lib/auth";
import { currentSession } from "@/lib/session";
import { Accounts } from "./accounts";
import "./app.css";

export const metadata: Metadata = { title: "My app", referrer: "same-origin" };

// The session decides what pages show, so none is shown before it is known.
export const instant = false;

export default async function RootLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  const offered = await accounts.local(new Request("http://localhost/methods"));
  const { methods } = await offered.json();
  return (
    <html lang="en">
      <body>
        <Accounts initialSession={initialSession(session)} methods={methods}>
          <nav>
            <Link href="/">My app</Link>
            <SignedIn>
              <UserMenu />
            </SignedIn>
            <SignedOut>
              <Link href="/auth/sign-in">Sign in</Link>
            </SignedOut>
          </nav>
          <main>{children}</main>
        </Accounts>
      </body>
    </html>
  );
}

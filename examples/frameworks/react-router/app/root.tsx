import { AuthProvider, initialSession, SignedIn, SignedOut, UserMenu } from "@latchkey/react";
import "@latchkey/react/styles.css";
import type { ComponentProps, ReactNode } from "react";
import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration, useRevalidator } from "react-router";
import type { Route } from "./+types/root";
import { findSession, provideSession } from "./session.server";

export const middleware: Route.MiddlewareFunction[] = [provideSession];

export async function loader(args: Route.LoaderArgs) {
  return { session: initialSession(await findSession(args)) };
}

// Every page says who is signed in, so that no cache may keep it.
export const headers = () => ({ "cache-control": "private, no-store" });

export const meta = () => [{ title: "My app" }];

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

const AppLink = ({ href = "", ...rest }: ComponentProps<"a">) => <Link to={href} {...rest} />;

export default function App({ loaderData }: Route.ComponentProps) {
  const { revalidate } = useRevalidator();
  return (
    <AuthProvider initialSession={loaderData.session} onSessionChange={revalidate} Link={AppLink}>
      <nav style={{ display: "flex", justifyContent: "space-between", alignItems: "center" }}>
        <Link to="/">My app</Link>
        <SignedIn>
          <UserMenu />
        </SignedIn>
        <SignedOut>
          <Link to="/sign-in">Sign in</Link>
        </SignedOut>
      </nav>
      <main>
        <Outlet />
      </main>
    </AuthProvider>
  );
}

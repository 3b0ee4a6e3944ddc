import { AuthProvider, SignedIn, SignedOut, UserMenu } from "@latchkey/react";
import styles from "@latchkey/react/styles.css?url";
import { createRootRoute, HeadContent, Link, Outlet, Scripts, useRouter } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { getSession } from "../session";

export const Route = createRootRoute({
  beforeLoad: async () => ({ session: await getSession() }),
  head: () => ({
    meta: [
      { charSet: "utf-8" },
      { name: "viewport", content: "width=device-width, initial-scale=1" },
      { title: "My app" },
    ],
    links: [{ rel: "stylesheet", href: styles }],
  }),
  component: Root,
});

/** A link of a form keeps what the address says: where to go on. */
const AppLink = ({ href, ...rest }: ComponentProps<"a">) => <Link to={href} search {...rest} />;
const pages = { signIn: "/sign-in", signUp: "/sign-up" };

function Root() {
  const { session } = Route.useRouteContext();
  const router = useRouter();
  const renderAnew = () => {
    // The router keeps pages that somebody has left. The next one must not see them.
    router.clearCache();
    return router.invalidate();
  };
  return (
    <html lang="en">
      <head>
        <HeadContent />
      </head>
      <body>
        <AuthProvider initialSession={session} onSessionChange={renderAnew} links={pages} Link={AppLink}>
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
        <Scripts />
      </body>
    </html>
  );
}

import { readReturnPath } from "@latchkey/http";
import { createContext, redirect, type LoaderFunctionArgs, type MiddlewareFunction } from "react-router";
import { authenticate } from "./auth.server";

type FindSession = () => ReturnType<typeof authenticate>;
type Asked = Pick<LoaderFunctionArgs, "context" | "url">;

const sessionContext = createContext<FindSession>();

/** Lets all loaders and actions of a request share one look at the session, which the first of them takes. */
export const provideSession: MiddlewareFunction<Response> = ({ request, context }) => {
  let session: ReturnType<FindSession> | undefined;
  context.set(sessionContext, () => (session ??= authenticate(request)));
};

export const findSession = ({ context }: Pick<Asked, "context">) => context.get(sessionContext)();

/** The user of a request. Everybody else is sent to sign in first. */
export async function requireUser({ context, url }: Asked) {
  const session = await findSession({ context });
  if (session) return session.user;
  throw redirect(`/sign-in?${new URLSearchParams({ next: url.pathname + url.search })}`);
}

/** Who is signed in goes on to where they came from. Every way in leads through here, and no link leads elsewhere. */
export async function requireNobody({ context, url }: Asked) {
  if (await findSession({ context })) throw redirect(readReturnPath(url.searchParams.get("next")) ?? "/hello");
  return { search: url.search };
}

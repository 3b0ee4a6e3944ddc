import { readReturnPath } from "@latchkey/http";
import { initialSession } from "@latchkey/react";
import { redirect } from "@tanstack/react-router";
import { createMiddleware, createServerFn } from "@tanstack/react-start";
import { findSession } from "./session.server";

/** What pages may know of who is signed in. */
export const getSession = createServerFn().handler(async () => initialSession(await findSession()));

/** Gives server functions their user. Everybody else is sent to sign in first. */
export const requireUser = createMiddleware({ type: "function" }).server(async ({ next }) => {
  const session = await findSession();
  if (!session) throw redirect({ to: "/sign-in", statusCode: 303 });
  return next({ context: { user: session.user } });
});

/** Where to go on after signing in, as an address says it. */
export const readNext = ({ next }: { next?: unknown }): { next?: string } => (typeof next === "string" ? { next } : {});

/** Who is signed in goes on to where they came from. No link leads elsewhere. */
export const requireNobody = createServerFn()
  .validator((next?: string) => readReturnPath(next) ?? "/hello")
  .handler(async ({ data: href }) => {
    if (await findSession()) throw redirect({ href });
  });

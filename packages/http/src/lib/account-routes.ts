import { object, optional, string, unknown } from "valibot";
import { HttpError } from "./http-error.ts";
import type { Route } from "./route.ts";
import { presentUser } from "./present-user.ts";

const signUpBody = object({ email: string(), password: string(), metadata: optional(unknown()) });
const signInBody = object({ email: string(), password: string() });

/** Signing up, in and out, and asking who one is. */
export const accountRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/signup",
    opensSession: true,
    async handle({ auth, read, present }) {
      const { email, password, metadata } = await read(signUpBody);
      const signedIn = await auth.signUp({ email, password, metadata: metadata as Record<string, unknown> });
      return present(signedIn, { user: presentUser(signedIn.user) });
    },
  },
  {
    method: "POST",
    path: "/signin",
    opensSession: true,
    async handle({ auth, read, present }) {
      const signedIn = await auth.signIn(await read(signInBody));
      return present(signedIn, { user: presentUser(signedIn.user) });
    },
  },
  {
    method: "POST",
    path: "/signout",
    async handle({ auth, tokens, readNothing, clearedCookie }) {
      readNothing();
      for (const { token } of tokens) await auth.signOut(token);
      return { body: { success: true }, setCookie: clearedCookie };
    },
  },
  {
    method: "GET",
    path: "/me",
    async handle({ authenticate }) {
      const found = await authenticate();
      if (!found) throw new HttpError("unauthenticated", "Not signed in");
      return { body: { user: presentUser(found.user) } };
    },
  },
];

import { object, optional, string, unknown } from "valibot";
import { asksForToken } from "../credentials/carriers.ts";
import { endEach } from "./end-each.ts";
import { HttpError } from "../http-error.ts";
import { replacedSessions } from "./replaced-sessions.ts";
import type { Route } from "../request/route.ts";
import { presentUser } from "./present-user.ts";

export const signUpBody = object({ email: string(), password: string(), metadata: optional(unknown()) });
export const signInBody = object({ email: string(), password: string() });

/** Signing up, in and out, and asking who one is. */
export const accountRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/signup",
    opensSession: true,
    async handle({ auth, client, everyToken, read, present }) {
      const { email, password, metadata } = await read(signUpBody);
      const signedIn = await auth.signUp(
        { email, password, metadata: metadata as Record<string, unknown> },
        client,
        replacedSessions(everyToken),
      );
      return present(signedIn, { user: presentUser(signedIn.user) });
    },
  },
  {
    method: "POST",
    path: "/signin",
    opensSession: true,
    async handle({ auth, client, everyToken, read, present }) {
      const signedIn = await auth.signIn(await read(signInBody), client, replacedSessions(everyToken));
      return present(signedIn, { user: presentUser(signedIn.user) });
    },
  },
  {
    method: "POST",
    path: "/signout",
    async handle({ auth, client, everyToken, readNothing, clearedCookie }) {
      readNothing();
      await endEach(everyToken, (token) => auth.signOut(token, client));
      return { body: { success: true }, setCookie: clearedCookie };
    },
  },
  {
    method: "GET",
    path: "/me",
    async handle(context) {
      const found = await context.authenticate({ renew: true });
      if (!found) {
        const identity = await context.identify();
        if (identity) return { body: { user: presentUser(identity.user) } };
        throw new HttpError("unauthenticated", "Not signed in");
      }
      const { carrier, token, authenticated } = found;
      const { user, renewed, claims } = authenticated;
      const body = { user: presentUser(user) };
      if (renewed !== undefined)
        return context.present({ user, session: authenticated.session, token: renewed }, body, "cookie");
      if (carrier === "cookie" || !asksForToken(context.request)) return { body };
      // Its own end: the session may have been extended by another token.
      return { body: { ...body, token, expiresAt: new Date(claims.exp * 1000).toISOString() } };
    },
  },
];

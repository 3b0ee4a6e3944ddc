import { object, optional, string, unknown } from "valibot";
import { asksForToken } from "../credentials/carriers.ts";
import { endEach } from "./end-each.ts";
import { HttpError } from "../http-error.ts";
import type { Route } from "../request/route.ts";
import { publicUser } from "./public-user.ts";

export const signUpBody = object({ email: string(), password: string(), metadata: optional(unknown()) });
export const signInBody = object({ email: string(), password: string() });

/** The routes that every handler has: sign up, sign in, sign out, and the current user. */
export const accountRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/signup",
    opensSession: true,
    async handle({ auth, client, opening, read, replyWithSession }) {
      const { email, password, metadata } = await read(signUpBody);
      const signedIn = await auth.signUp(
        { email, password, metadata: metadata as Record<string, unknown> },
        client,
        opening,
      );
      return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
    },
  },
  {
    method: "POST",
    path: "/signin",
    opensSession: true,
    offers: ({ signUps, passwordPolicy }) => ({ password: { signUp: signUps, ...passwordPolicy } }),
    async handle({ auth, client, opening, read, replyWithSession }) {
      const signedIn = await auth.signIn(await read(signInBody), client, opening);
      return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
    },
  },
  {
    method: "POST",
    path: "/signout",
    async handle({ auth, client, allTokens, checkContentType, clearedCookie }) {
      checkContentType();
      await endEach(allTokens, (token) => auth.signOut(token, client));
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
        if (identity) return { body: { user: publicUser(identity.user) } };
        throw new HttpError("unauthenticated", "Not signed in");
      }
      const { carrier, token, authenticated } = found;
      const { user, renewed, claims } = authenticated;
      const body = { user: publicUser(user) };
      if (renewed !== undefined)
        return context.replyWithSession({ user, session: authenticated.session, token: renewed }, body, "cookie");
      if (carrier === "cookie" || !asksForToken(context.request)) return { body };
      // The token's own expiry: another token may have extended the session.
      return { body: { ...body, token, expiresAt: new Date(claims.exp * 1000).toISOString() } };
    },
  },
];

import type { Usernames } from "@latchkey/core/usernames";
import { object, optional, string, unknown } from "valibot";
import { publicUser } from "./public-user.ts";
import type { Route } from "../request/route.ts";

export const usernameSignUpBody = object({
  username: string(),
  email: string(),
  password: string(),
  metadata: optional(unknown()),
});
export const usernameSignInBody = object({ username: string(), password: string() });

/**
 * `POST /signup/username` and `POST /signin/username`. The routes for e-mail addresses stay.
 *
 * @param usernames The companion `usernames(auth)`.
 * @example
 * createHandler(auth, { routes: usernameRoutes(usernames(auth)) });
 */
export function usernameRoutes(usernames: Usernames): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/signup/username",
      opensSession: true,
      async handle({ client, opening, read, replyWithSession }) {
        const { username, email, password, metadata } = await read(usernameSignUpBody);
        const input = { username, email, password, metadata: metadata as Record<string, unknown> };
        const signedIn = await usernames.signUp(input, client, opening);
        return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
      },
    },
    {
      method: "POST",
      path: "/signin/username",
      opensSession: true,
      offers: ({ signUps }) => ({ username: { signUp: signUps } }),
      async handle({ client, opening, read, replyWithSession }) {
        const signedIn = await usernames.signIn(await read(usernameSignInBody), client, opening);
        return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
      },
    },
  ];
}

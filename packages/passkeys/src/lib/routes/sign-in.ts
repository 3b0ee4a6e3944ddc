import { publicUser, withFirstValidToken, type Route } from "@latchkey/http";
import type { Passkeys } from "../passkeys.ts";
import { answerBody, signUpBody, signUpOptionsBody } from "./bodies.ts";

/** The routes of ceremonies that open a session, or prove one. */
export function signInRoutes(passkeys: Passkeys): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/signin/passkey/options",
      async handle({ checkContentType }) {
        checkContentType();
        return { body: { options: await passkeys.beginSignIn() } };
      },
    },
    {
      method: "POST",
      path: "/signin/passkey",
      opensSession: true,
      async handle({ read, client, opening, replyWithSession }) {
        const signedIn = await passkeys.signIn(await read(answerBody), client, opening);
        return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
      },
    },
    {
      method: "POST",
      path: "/signup/passkey/options",
      async handle({ read, client }) {
        return { body: { options: await passkeys.beginSignUp(await read(signUpOptionsBody), client) } };
      },
    },
    {
      method: "POST",
      path: "/signup/passkey",
      opensSession: true,
      async handle({ read, client, opening, replyWithSession }) {
        const signedIn = await passkeys.signUp(await read(signUpBody), client, opening);
        return replyWithSession(signedIn, { user: publicUser(signedIn.user) });
      },
    },
    {
      method: "POST",
      path: "/prove/passkey/options",
      async handle({ tokens, checkContentType }) {
        checkContentType();
        return { body: { options: await withFirstValidToken(tokens, (token) => passkeys.beginProof(token)) } };
      },
    },
    {
      method: "POST",
      path: "/prove/passkey",
      async handle({ tokens, client, read }) {
        const answer = await read(answerBody);
        const session = await withFirstValidToken(tokens, (token) => passkeys.prove(token, answer, client));
        return { body: { provedAt: session.provedAt, methods: session.methods } };
      },
    },
  ];
}

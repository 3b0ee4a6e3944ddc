import { AuthError } from "@latchkey/core";
import { carriedTicket, publicUser, type JsonReply, type Route } from "@latchkey/http";
import type { SecondFactors, SecondFactorSetup } from "../second-factors.ts";
import { confirmToSignInBody, setUpBody, signInBody } from "./bodies.ts";

/** What the cookies hold, as `secondFactorStep` of http names them. */
export const TICKET = "second-factor";
const DEVICE = "trusted-device";
const TRUST_S = 30 * 86_400;
export const SETUP_S = 900;

/** The routes for somebody who has no session yet. */
export function signInRoutes(factors: SecondFactors): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/signin/second-factor",
      opensSession: true,
      async handle(context) {
        const { ticket: given, ...input } = await context.read(signInBody);
        const carried = carriedTicket(context, TICKET);
        const ticket = requireTicket(carried.read(given));
        const signedIn = await factors.signIn({ ...input, ticket }, context.client, context.opening);
        const reply = context.replyWithSession(signedIn, { user: publicUser(signedIn.user) });
        const device = signedIn.device === null ? [] : [carriedTicket(context, DEVICE).set(signedIn.device, TRUST_S)];
        return withCookies(reply, [...carried.cleared, ...(reply.setCookie === undefined ? [] : device)]);
      },
    },
    {
      method: "POST",
      path: "/signin/second-factor/setup",
      async handle(context) {
        const { ticket } = await context.read(setUpBody);
        const carried = carriedTicket(context, TICKET);
        return handOver(await factors.setUpToSignIn(requireTicket(carried.read(ticket))), carried);
      },
    },
    {
      method: "POST",
      path: "/signin/second-factor/confirm",
      opensSession: true,
      async handle(context) {
        const { ticket: given, code } = await context.read(confirmToSignInBody);
        const carried = carriedTicket(context, TICKET);
        const ticket = requireTicket(carried.read(given));
        const signedIn = await factors.confirmToSignIn({ ticket, code }, context.client, context.opening);
        const { user, recoveryCodes } = signedIn;
        const reply = context.replyWithSession(signedIn, { user: publicUser(user), recoveryCodes });
        return withCookies(reply, carried.cleared);
      },
    },
  ];
}

/** A setup for the client: its ticket goes the way that tickets go. */
export function handOver(
  { ticket, secret, uri, qr }: SecondFactorSetup,
  carried: ReturnType<typeof carriedTicket>,
): JsonReply {
  return carried.reply(ticket, SETUP_S, { body: { secret, uri, qr } });
}

/** The ticket of a request. @throws AuthError `flow_expired`: there is none */
export function requireTicket(ticket: string | undefined): string {
  if (ticket === undefined) throw new AuthError("flow_expired", "This took too long: sign in again");
  return ticket;
}

export function withCookies(reply: JsonReply, lines: readonly string[]): JsonReply {
  return lines.length === 0 ? reply : { ...reply, setCookie: [...lines, reply.setCookie ?? []].flat() };
}

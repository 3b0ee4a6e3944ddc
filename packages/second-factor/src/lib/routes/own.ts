import { carriedTicket, withFirstValidToken, type Route } from "@latchkey/http";
import type { SecondFactors } from "../second-factors.ts";
import { confirmBody, proofBody } from "./bodies.ts";
import { handOver, requireTicket, TICKET, withCookies } from "./sign-in.ts";

/** The routes for the user of a session. */
export function ownRoutes(factors: SecondFactors): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/second-factor",
      async handle({ tokens }) {
        const { enabled, createdAt, recoveryCodes, required } = await withFirstValidToken(tokens, factors.status);
        return { body: { enabled, createdAt, recoveryCodes, required } };
      },
    },
    {
      method: "POST",
      path: "/second-factor/setup",
      async handle(context) {
        context.checkContentType();
        const setup = await withFirstValidToken(context.tokens, factors.setUp);
        return handOver(setup, carriedTicket(context, TICKET));
      },
    },
    {
      method: "POST",
      path: "/second-factor/confirm",
      async handle(context) {
        const { ticket: given, ...input } = await context.read(confirmBody);
        const carried = carriedTicket(context, TICKET);
        const ticket = requireTicket(carried.read(given));
        const recoveryCodes = await withFirstValidToken(context.tokens, (token) =>
          factors.confirm(token, { ...input, ticket }, context.client),
        );
        return withCookies({ body: { recoveryCodes } }, carried.cleared);
      },
    },
    {
      method: "POST",
      path: "/second-factor/recovery-codes",
      async handle({ tokens, client, read }) {
        const proof = await read(proofBody);
        const recoveryCodes = await withFirstValidToken(tokens, (token) => factors.replaceCodes(token, proof, client));
        return { body: { recoveryCodes } };
      },
    },
    {
      method: "POST",
      path: "/second-factor/delete",
      async handle({ tokens, client, read }) {
        const proof = await read(proofBody);
        await withFirstValidToken(tokens, (token) => factors.disable(token, proof, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/second-factor/forget-devices",
      async handle({ tokens, client, checkContentType }) {
        checkContentType();
        await withFirstValidToken(tokens, (token) => factors.forgetDevices(token, client));
        return { body: { success: true } };
      },
    },
    {
      method: "POST",
      path: "/prove/second-factor",
      async handle({ tokens, client, read }) {
        const guess = await read(proofBody);
        const { provedAt, methods } = await withFirstValidToken(tokens, (token) => factors.prove(token, guess, client));
        return { body: { provedAt, methods } };
      },
    },
  ];
}

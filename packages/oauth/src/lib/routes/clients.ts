import { identityRoutes, publicUser, withFirstValidToken, type JsonReply, type Route } from "@latchkey/http";
import { begin } from "../flow/begin.ts";
import { linkPending } from "../flow/link-pending.ts";
import { createNonce, signInByToken } from "../native.ts";
import type { Parts } from "../parts.ts";
import { linkBody, startBody, tokenBody } from "./bodies.ts";

/** The routes for scripts and apps. */
export function clientRoutes(parts: Parts): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/oauth/:provider/start",
      async handle({ request, params, tokens, read }) {
        const input = await read(startBody);
        const { headers } = request;
        const { location, setCookie } = await withFirstValidToken(tokens, (token) =>
          begin(parts, { ...input, provider: params.provider!, token, headers }),
        );
        return { body: { location }, setCookie };
      },
    },
    {
      method: "POST",
      path: "/oauth/:provider/nonce",
      async handle({ params, checkContentType }) {
        checkContentType();
        return { body: { nonce: await createNonce(parts, params.provider!) } };
      },
    },
    {
      method: "POST",
      path: "/oauth/:provider/token",
      opensSession: true,
      async handle({ params, read, client, opening, replyWithSession }) {
        const input = await read(tokenBody);
        const entry = { providerId: params.provider!, input, client, options: opening };
        const result = await signInByToken(parts, entry);
        if (result.outcome === "link_required") return linkRequired(result.ticket);
        return replyWithSession(result.signedIn, { user: publicUser(result.signedIn.user) });
      },
    },
    {
      method: "POST",
      path: "/oauth/link",
      async handle({ request: { headers }, tokens, client, read }) {
        const { ticket } = await read(linkBody);
        const { identity, setCookie } = await withFirstValidToken(tokens, (token) =>
          linkPending(parts, { token, ticket, headers, client }),
        );
        return { body: { identity }, setCookie };
      },
    },
    ...identityRoutes(parts.identities),
  ];
}

/** An app has no cookies, so the ticket is in the body. */
function linkRequired(ticket: string): JsonReply {
  const error = "An account has this address: sign in to it, and link then";
  return { status: 409, body: { error, code: "link_required", ticket } };
}

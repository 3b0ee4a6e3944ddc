import { AuthError } from "@latchkey/core";
import type { SignInStep } from "../request/route.ts";
import { carriedTicket } from "./carried-ticket.ts";

/** Longer than any ticket is good, in seconds: what the ticket says decides. */
const LIFETIME_S = 900;

/**
 * How a second factor comes between a way in and the session, over HTTP: the ticket goes to a browser in a cookie, and
 * into the body only for a client that asked for tokens. Pages and redirects have no body for it. A trusted device is a
 * cookie as well.
 */
export const secondFactorStep: SignInStep = {
  opening: (context) => ({ trustedDevice: carriedTicket(context, "trusted-device").read() }),
  async refusal(thrown, response, context) {
    const ticket = thrown instanceof AuthError ? thrown.ticket : undefined;
    if (ticket === undefined) return response;
    if (context.carriage.carrier === "bearer" && hasJson(response)) {
      const body = { ...((await response.json()) as object), ticket };
      return new Response(JSON.stringify(body), response);
    }
    response.headers.append("set-cookie", carriedTicket(context, "second-factor").set(ticket, LIFETIME_S));
    return response;
  },
};

function hasJson({ body, headers }: Response): boolean {
  return body !== null && headers.get("content-type")?.startsWith("application/json") === true;
}

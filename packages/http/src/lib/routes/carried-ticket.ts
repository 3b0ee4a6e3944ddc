import { requestCookies } from "../cookies/request-cookies.ts";
import type { JsonReply, RouteContext } from "../request/route.ts";

/** A ticket of a client. It may be invalid: unseal it. */
export interface CarriedTicket {
  /**
   * The ticket of the request.
   *
   * @param given What the body has. It comes before the cookie.
   */
  read(given?: string | undefined): string | undefined;
  /** Hands a ticket to the client along with an answer: in a cookie, or as `ticket` in the body. */
  reply(ticket: string, seconds: number, reply: JsonReply): JsonReply;
  /** The `Set-Cookie` line for a browser: for pages and redirects. */
  set(ticket: string, seconds: number): string;
  /** `Set-Cookie` lines that remove the cookie. None, if the request has none. */
  readonly cleared: readonly string[];
}

/**
 * What a client carries from one request to the next: in a cookie of a browser, or in the bodies of a client that asked
 * for tokens. The cookie is for this host alone, no script can read it, and it is named after the session cookie:
 * `__Host-latchkey_session-invite`.
 *
 * @param context The context of the request.
 * @param name What it is for: lower-case letters and hyphens.
 * @example
 * const begin: Route = {
 *   method: "POST",
 *   path: "/invite",
 *   async handle(context) {
 *     const sealed = await tickets(auth).seal({ purpose: "invite", lifetime: 600, userId: null, data: {} });
 *     return carriedTicket(context, "invite").reply(sealed, 600, { body: { success: true } });
 *   },
 * };
 */
export function carriedTicket(context: RouteContext, name: string): CarriedTicket {
  const { carrier, cleared, counts } = context.carriage;
  const [nameAndValue = "", ...attributes] = cleared.split("; ");
  const sessionName = nameAndValue.slice(0, -1);
  const baseName = sessionName.replace(/^__(?:Host|Secure)-/, "");
  // Another host of the domain must not set it, so it has none: a prefix that browsers enforce (RFC 6265bis §4.1.3).
  const own = attributes.filter((attribute) => !/^(?:Domain|Max-Age)=/i.test(attribute));
  const ownName = `${own.includes("Secure") ? "__Host-" : ""}${baseName}-${name}`;
  const set = (value: string, seconds: number) => [`${ownName}=${value}`, `Max-Age=${seconds}`, ...own].join("; ");
  const isOwn = ([found, value]: readonly [string, string]) => found === ownName && value !== "";
  const value = counts ? requestCookies(context.request.headers).find(isOwn)?.[1] : undefined;
  return {
    read: (given) => given ?? value,
    set,
    cleared: value === undefined ? [] : [set("", 0)],
    reply: (ticket, seconds, reply) =>
      carrier === "bearer"
        ? { ...reply, body: { ...reply.body, ticket } }
        : { ...reply, setCookie: [reply.setCookie ?? [], set(ticket, seconds)].flat() },
  };
}

import { requestCookies } from "@latchkey/http";

/** How long a flow may take, in seconds. */
export const FLOW_LIFETIME_S = 600;
/** How long the owner of an address may take to link, in seconds: the lifetime of core's ticket. */
const LINK_LIFETIME_S = 900;
const FLOW = "latchkey_oauth_";
const LINK = "latchkey_link";
/** Flows that one browser may have at once, and the bytes of their cookies. A server takes 8 to 16 kB of headers. */
const MOST_FLOWS = 8;
const MOST_BYTES = 6000;

/** A state that we made: 256 bits in base64url. Nothing else is ever put into a header. */
export function isState(value: unknown): value is string {
  return typeof value === "string" && /^[\w-]{43}$/.test(value);
}

/** The cookies of flows (RFC 6265bis): one for each state, so that two tabs do not disturb each other. */
export interface FlowCookies {
  /** `Set-Cookie` lines: the new flow, and the end of the oldest ones if there are too many. */
  begin(state: string, sealed: string, headers: Headers | undefined): readonly string[];
  /** The sealed flow of a state. Cookies that are no flows of ours come out as well: unsealing tells. */
  find(state: string, headers: Headers): string | undefined;
  /** The line that removes a flow. */
  end(state: string): string;
  /** The line that keeps the ticket for linking. */
  keepLink(ticket: string): string;
  /** The ticket for linking. */
  link(headers: Headers): string | undefined;
  /** The line that removes it. */
  readonly endLink: string;
}

/** @param isSecure whether the origin is https: then no other host can set or change these cookies (`__Host-`) */
export function flowCookies(isSecure: boolean): FlowCookies {
  const prefix = isSecure ? "__Host-" : "";
  const line = (name: string, value: string, maxAge: number) =>
    `${prefix}${name}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const find = (name: string, headers: Headers) =>
    requestCookies(headers).find(([found]) => found === prefix + name)?.[1];
  const end = (state: string) => line(FLOW + state, "", 0);

  return {
    begin(state, sealed, headers) {
      const begun = (headers ? requestCookies(headers) : []).filter(
        ([name]) => name.startsWith(prefix + FLOW) && isState(name.slice((prefix + FLOW).length)),
      );
      let left = begun.length;
      let bytes = begun.reduce((sum, [name, value]) => sum + name.length + value.length, sealed.length);
      const ended: string[] = [];
      for (const [name, value] of begun) {
        if (left < MOST_FLOWS && bytes <= MOST_BYTES) break;
        ended.push(end(name.slice((prefix + FLOW).length)));
        left--;
        bytes -= name.length + value.length;
      }
      return [...ended, line(FLOW + state, sealed, FLOW_LIFETIME_S)];
    },
    find: (state, headers) => find(FLOW + state, headers),
    end,
    keepLink: (ticket) => line(LINK, ticket, LINK_LIFETIME_S),
    link: (headers) => find(LINK, headers),
    endLink: line(LINK, "", 0),
  };
}

/**
 * The one spelling under which a client address is counted.
 *
 * - An IPv6 address counts as its /64: that is the least that one customer gets (RFC 6177 §2), and the customer can
 *   use any address in it.
 * - An IPv4 address written as IPv6 counts as the IPv4 address (RFC 4291 §2.5.5.2, RFC 6052 §2.1).
 * - A port and a zone are dropped.
 * - All text that is not an address counts under one key, so that sending nonsense does not make a new client each
 *   time.
 */
export function addressKey(address: string): string {
  const host = /^\[(.*)\](?::\d{1,5})?$/.exec(address)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(address)?.[1] ?? address;
  // The URL parser also takes "1.2" and octal numbers, and rewrites them (RFC 6943 §3.1.1): such text is not an
  // address.
  if (/^\d+(?:\.\d+){3}$/.test(host)) return hostOf(host) === host ? host : "malformed";
  const groups = groupsOf(host.replace(/%[\w.-]{1,32}$/, ""));
  if (!groups) return "malformed";
  if (/^(?:0,0,0,0,0,ffff|64,ff9b,0,0,0,0),/.test(groups.join()))
    return hostOf(`0x${groups.slice(6).map(padded).join("")}`)!;
  return `${groups.slice(0, 4).map(padded).join("")}/64`;
}

/** The eight groups of an IPv6 address. The URL parser's spelling leaves out one run of zeros (RFC 4291 §2.2). */
function groupsOf(ipv6: string): string[] | null {
  const [head = "", tail] = (/^[\da-f:.]+$/i.test(ipv6) && hostOf(`[${ipv6}]`)?.slice(1, -1).split("::")) || [""];
  if (head === "" && tail === undefined) return null;
  const [left, right] = [head, tail].map((part) => (part ? part.split(":") : [])) as [string[], string[]];
  return [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
}

function hostOf(authority: string): string | undefined {
  return URL.parse(`http://${authority}`)?.hostname;
}

function padded(group: string): string {
  return group.padStart(4, "0");
}

import { BlockList, isIP } from "node:net";

/** Where a request came from. */
export interface Connection {
  /** The address at the other end of the socket. */
  readonly peer: string | undefined;
  readonly headers: { readonly get: (name: string) => string | null };
}

/** What a server knows about the other end. */
export interface Peers {
  /** The address of the client, or `null` when it cannot be known. */
  addressOf(connection: Connection): string | null;
  /** Whether the other end is a proxy whose headers count. */
  isProxy(peer: string | undefined): boolean;
}

/**
 * @param proxies `null`: nothing is known about proxies, so no address is. An empty list: there is none, and the socket
 * tells the address.
 * @param header where a proxy appends the address that it saw (`X-Forwarded-For`) or writes it
 */
export function peersOf(proxies: readonly string[] | null, header: string): Peers {
  const trusted = new BlockList();
  for (const proxy of proxies ?? []) {
    const [address = "", bits] = proxy.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isProxy = (peer: string | undefined) => {
    const address = plain(peer);
    return address !== null && trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  };
  return {
    isProxy,
    addressOf({ peer, headers }) {
      if (proxies === null) return null;
      if (!isProxy(peer)) return plain(peer);
      // Each proxy appends what it saw, so the last address that is no proxy's is the client's. What stands before it
      // is the client's own word.
      const hops = (headers.get(header) ?? "").split(",").slice(-MAX_HOPS).map(plain).reverse();
      for (const hop of hops) if (hop === null || !isProxy(hop)) return hop;
      return hops.at(-1) ?? null;
    },
  };
}

const MAX_HOPS = 32;

/** An address as text without port, brackets and zone. IPv4 within IPv6 (RFC 4291 §2.5.5.2) is IPv4. */
function plain(given: string | undefined): string | null {
  const text = (given ?? "").trim().slice(0, 64);
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  return isIP(address) === 0 ? null : address;
}

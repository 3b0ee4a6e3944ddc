import { isIP } from "node:net";
import { WrongValue } from "./kinds.ts";

/** Names of networks, for proxies whose address is not known beforehand. */
const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  // RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 §2.5.6
  private: [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
  ],
};

/**
 * Reads the proxies whose header counts: addresses, networks like `10.0.0.0/8`, and the names `loopback` and `private`.
 * `none` gives an empty list: clients connect directly.
 *
 * @throws WrongValue
 */
export function readProxies(text: string): readonly string[] {
  const entries = text.split(",").map((entry) => entry.trim());
  if (entries.length === 1 && entries[0] === "none") return [];
  const proxies = entries.filter((entry) => entry !== "").flatMap((entry) => NETWORKS[entry] ?? [entry]);
  if (proxies.length > 0 && proxies.every(isNetwork)) return proxies;
  throw new WrongValue("takes addresses, networks, loopback, private, or none");
}

function isNetwork(entry: string): boolean {
  const [address = "", bits, ...more] = entry.split("/");
  const width = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= width));
}

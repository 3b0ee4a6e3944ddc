/**
 * The one spelling under which an address is counted. An IPv6 address stands for its /64, since that is the least that
 * one customer gets (RFC 6177 §2) and he may use any of its addresses. An IPv4 address in IPv6 clothes is the
 * IPv4 address (RFC 4291 §2.5.5.2, RFC 6052 §2.1). A port and a zone are no part of it. What is no address at all is
 * counted under one common key: whoever can send nonsense cannot use it to be a new client each time.
 */
export function addressKey(address: string): string {
  const host = /^\[(.*)\](?::\d{1,5})?$/.exec(address)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(address)?.[1] ?? address;
  const bytes = readIpv4(host) ?? readIpv6(host.replace(/%[\w.-]{1,32}$/, ""));
  if (!bytes) return "malformed";
  const ipv4 = bytes.length === 4 ? bytes : embeddedIpv4(bytes);
  if (ipv4) return ipv4.join(".");
  return `${bytes.slice(0, 8).map((byte) => byte.toString(16).padStart(2, "0")).join("")}/64`;
}

/** Four decimal numbers, without the leading zeros that some read as octal (RFC 6943 §3.1.1). */
function readIpv4(text: string): number[] | null {
  const parts = text.split(".");
  const isAddress = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isAddress ? parts.map(Number) : null;
}

/** RFC 4291 §2.2: eight groups, one run of zeros left out as `::`, and perhaps an IPv4 address at the end. */
function readIpv6(text: string): number[] | null {
  const [head = "", tail, ...more] = text.split("::");
  const left = readGroups(head, tail === undefined);
  const right = tail === undefined ? [] : readGroups(tail, true);
  if (!left || !right || more.length > 0) return null;
  const missing = 16 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return null;
  return [...left, ...Array<number>(missing).fill(0), ...right];
}

function readGroups(text: string, endsAddress: boolean): number[] | null {
  if (text === "") return [];
  const groups = text.split(":");
  const ipv4 = endsAddress ? readIpv4(groups.at(-1)!) : null;
  const hexadecimal = ipv4 ? groups.slice(0, -1) : groups;
  if (!hexadecimal.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return [...hexadecimal.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]), ...(ipv4 ?? [])];
}

const IPV4_IN_IPV6 = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255],
  [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0],
];

function embeddedIpv4(bytes: readonly number[]): readonly number[] | null {
  const isEmbedded = IPV4_IN_IPV6.some((prefix) => prefix.every((byte, at) => bytes[at] === byte));
  return isEmbedded ? bytes.slice(12) : null;
}

/** Whether a host, or the hostname of a URL, is this machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
}

/**
 * An address of this machine by its name, the one address that works for all: browsers know no passkeys for a bare
 * address, and a cookie is at one of them alone. Any other URL stays what it is.
 */
export function byName(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return isLoopback(hostname) ? `${protocol}//localhost${port === "" ? "" : `:${port}`}` : url;
}

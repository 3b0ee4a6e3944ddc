const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether nobody on the way can read or change what goes to this URL: https, or http that stays on this machine. */
export function isSafeUrl(value: unknown): value is string {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (!url || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
}

/**
 * Whether a provider's own document may name this address: a provider elsewhere must not make the server ask programs
 * on its own machine.
 *
 * @param issuer the provider, from the configuration
 */
export function isSafeFor(issuer: string, url: unknown): url is string {
  return isSafeUrl(url) && (url.startsWith("https:") || issuer.startsWith("http:"));
}

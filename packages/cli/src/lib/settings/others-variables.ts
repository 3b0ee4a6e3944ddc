/** What Auth.js reads, and programs that share an `.env` file with it have. */
const AUTH_JS = new Set(["AUTH_URL", "AUTH_TRUST_HOST", "AUTH_REDIRECT_PROXY_URL"]);

/**
 * What Kubernetes sets in each container for a Service whose name begins with `auth` (Kubernetes, "Service",
 * environment variables): nobody writes them, so none of them is a misspelling.
 */
const SERVICE_LINKS = /^AUTH_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)$/;

/** Whether a variable that begins with `AUTH_` and is none of ours belongs to another program that is known. */
export function isOfOthers(name: string, value: string): boolean {
  const isPortOfService = /^AUTH_(?:\w+_)?PORT$/.test(name) && /^(?:tcp|udp|sctp):\/\//.test(value);
  return AUTH_JS.has(name) || SERVICE_LINKS.test(name) || isPortOfService;
}

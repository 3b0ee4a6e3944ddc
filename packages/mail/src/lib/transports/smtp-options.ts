import { isLoopback } from "../loopback.ts";
import { requireSecret } from "./post-json.ts";

/** An SMTP server, in parts. */
export interface SmtpOptions {
  /** The name of the server: `"smtp.example.com"`. */
  readonly host: string;
  /** Default 587, or 465 with `security: "tls"`. */
  readonly port?: number | undefined;
  /**
   * How the connection is encrypted. `"starttls"`: from the second command on, or no mail is sent (RFC 3207). `"tls"`:
   * from the start (RFC 8314). `"none"`: everyone on the way reads the links, so only for a server in your own private
   * network; it takes no password. Default `"starttls"`. On this machine a server without STARTTLS is accepted.
   */
  readonly security?: "starttls" | "tls" | "none" | undefined;
  /** The user name. Default: no sign-in. */
  readonly user?: string | undefined;
  /** The password. */
  readonly password?: string | undefined;
  /** The certificate of the authority that has signed the server's, in PEM. Default: those that Node knows. */
  readonly ca?: string | undefined;
  /** The most connections that are open at once. Default 3. */
  readonly maxConnections?: number | undefined;
  /** Milliseconds until a mail that is not accepted counts as failed: 1000 to 300 000. Default 30 000. */
  readonly timeoutMs?: number | undefined;
}

/** The options, checked and filled in. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `"opportunistic"`: on this machine, where neither encryption nor a certificate adds anything. */
  readonly security: "starttls" | "tls" | "none" | "opportunistic";
  readonly auth: { readonly user: string; readonly pass: string } | null;
  readonly ca: string | null;
  readonly maxConnections: number;
  readonly timeoutMs: number;
}

const NAMES = ["host", "port", "security", "user", "password", "ca", "maxConnections", "timeoutMs"];
const SECURITY = ["starttls", "tls", "none"];
const USAGE = 'smtp takes a URL like "smtp://user:password@smtp.example.com:587", or options with a host';

/** @throws TypeError for what is missing, unknown or unsafe. It does not repeat the URL, which has a password. */
export function readSmtp(server: string | SmtpOptions | undefined): SmtpServer {
  const options = typeof server === "string" ? optionsOf(server) : server;
  if (typeof options !== "object" || options === null) throw new TypeError(USAGE);
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`smtp does not know the option "${unknown}"`);
  const { host, security, user, password, ca, maxConnections = 3, timeoutMs = 30_000 } = options;
  if (typeof host !== "string" || !/^(?:[a-z\d._-]+|[\da-f:.]+)$/i.test(host)) throw new TypeError(USAGE);
  if (security !== undefined && !SECURITY.includes(security))
    throw new TypeError('smtp: security must be "starttls", "tls" or "none"');
  const { port = security === "tls" ? 465 : 587 } = options;
  requireWhole("port", port, [1, 65_535]);
  requireWhole("maxConnections", maxConnections, [1, 100]);
  requireWhole("timeoutMs", timeoutMs, [1000, 300_000]);
  if ((user === undefined) !== (password === undefined))
    throw new TypeError("smtp needs user and password, or neither");
  const isLocal = isLoopback(host);
  if (security === "none" && user !== undefined && !isLocal)
    throw new TypeError('smtp: security "none" takes no password, because it would be readable on the way');
  return {
    host,
    port,
    security: security ?? (isLocal ? "opportunistic" : "starttls"),
    auth: user === undefined ? null : { user, pass: requireSecret("smtp", "password", password) },
    ca: ca ?? null,
    maxConnections,
    timeoutMs,
  };
}

function optionsOf(text: string): SmtpOptions {
  const url = URL.parse(text);
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || !["", "/"].includes(url.pathname) || url.hash !== "")
    throw new TypeError(USAGE);
  if (!["", "?security=none"].includes(url.search)) throw new TypeError("smtp: a URL may end in ?security=none");
  const isPlain = url.search !== "";
  if (isPlain && url.protocol === "smtps:") throw new TypeError("smtp: smtps is encrypted, security=none is not");
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    ...(url.port === "" ? null : { port: Number(url.port) }),
    ...(url.protocol === "smtps:" ? { security: "tls" } : isPlain ? { security: "none" } : null),
    ...(url.username === "" ? null : { user: decoded(url.username), password: decoded(url.password) }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TypeError(USAGE);
  }
}

function requireWhole(name: string, value: number, [min, max]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TypeError(`smtp: ${name} must be a whole number from ${min} to ${max}`);
}

import { connect, type PeerCertificate } from "node:tls";
import { type Config, pathBelow } from "../config.ts";
import { isLoopback } from "../loopback.ts";
import { reasonOf } from "../log.ts";
import { checkOf, type Check } from "./check.ts";

const TIMEOUT_MS = 5000;
const DAY_MS = 86_400_000;
/** Automatic renewals come 30 days before the end. */
const RENEWAL_IS_LATE_DAYS = 14;

/** Whether people reach this server where they are sent to: name, certificate, proxy. */
export async function checkOrigin(config: Config): Promise<readonly Check[]> {
  const { ok, warn } = checkOf("origin");
  const { origin, isProduction } = config;
  if (origin === null) {
    if (!isProduction) return [ok("AUTH_ORIGIN is not set: this machine alone uses the server.")];
    return [
      warn("AUTH_ORIGIN is not set.", "Set it to where people reach the server, like https://accounts.example.com."),
    ];
  }
  const url = new URL(origin);
  const proxies = checkProxies(config);
  if (url.protocol === "http:") return [await checkAnswer(config, origin)];
  const [answer, certificate, redirect] = await Promise.all([
    checkAnswer(config, origin),
    checkCertificate(url),
    checkRedirect(url),
  ]);
  return [answer, proxies, ...certificate, ...redirect];
}

/** Limits by client address, and addresses in lists of sessions, need to know whose headers count. */
function checkProxies({ trustedProxies, addressHeader }: Config): Check {
  const { ok, warn } = checkOf("proxies");
  if (trustedProxies?.length === 0) return ok("There is no proxy: the connection tells the address of a client.");
  if (trustedProxies !== null) return ok(`${addressHeader} counts from ${trustedProxies.join(", ")}.`);
  return warn(
    "Addresses of clients are not known: limits by address are off, and lists of sessions show none.",
    "Set AUTH_TRUSTED_PROXIES to the proxy in front, like loopback or private, or to none.",
  );
}

async function checkAnswer(config: Config, origin: string): Promise<Check> {
  const { ok, warn, fail } = checkOf("origin");
  const asked = origin + pathBelow(config, "/methods");
  try {
    const response = await fetch(asked, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const answer = (await response.json().catch(() => null)) as { readonly methods?: unknown } | null;
    if (response.ok && answer?.methods) return ok(`The server answers at ${origin}.`);
    return fail(
      `${asked} answers ${response.status}, and not as this server does.`,
      "Let the proxy pass every path on unchanged, and check AUTH_BASE_PATH.",
    );
  } catch (error) {
    return warn(
      `Nothing answers at ${origin} (${reasonOf(error)}).`,
      "Start the server; if it runs, check DNS, the proxy and the firewall.",
    );
  }
}

/** Nothing where no TLS is spoken: the check before says that nothing answers. */
async function checkCertificate({ hostname, port }: URL): Promise<readonly Check[]> {
  const { ok, warn, fail } = checkOf("certificate");
  const { promise, resolve } = Promise.withResolvers<readonly Check[]>();
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket = connect({ host, port: Number(port || 443), servername: host, timeout: TIMEOUT_MS }, () => {
    const { valid_to: end } = socket.getPeerCertificate() as Partial<PeerCertificate>;
    const days = Math.floor((Date.parse(end ?? "") - Date.now()) / DAY_MS);
    if (days > RENEWAL_IS_LATE_DAYS) resolve([ok(`It is good for ${days} more days.`)]);
    else resolve([warn(`It ends in ${days} days.`, "See why it was not renewed.")]);
  });
  socket.on("timeout", () => resolve([]));
  socket.on("error", ({ message, code = "" }: NodeJS.ErrnoException) => {
    const isRefused = /CERT|SELF_SIGNED|ALTNAME|ISSUER|LEAF/.test(code);
    resolve(isRefused ? [fail(message, "Browsers refuse it: get one for this name, for example by Caddy.")] : []);
  });
  return promise.finally(() => socket.destroy());
}

/** Who types the name without https must be led on, and never served: the cookie is for https alone. */
async function checkRedirect({ hostname, port }: URL): Promise<readonly Check[]> {
  const { ok, warn } = checkOf("redirect");
  if (port !== "" || isLoopback(hostname)) return [];
  try {
    const response = await fetch(`http://${hostname}/`, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.headers.get("location")?.startsWith("https://")) return [ok("Plain http leads to https.")];
    return [warn(`http://${hostname} is served without https.`, "Let the proxy redirect it.")];
  } catch {
    return [ok("Plain http is not served.")];
  }
}

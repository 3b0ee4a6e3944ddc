import { LABEL } from "../cookies/cookie-options.ts";

/** The other origins whose pages may use the session. */
export interface TrustedOrigins {
  has(origin: string): boolean;
}

/** One label below a host, over https: `https://*.example.com`. */
const PATTERN = /^https:\/\/\*\.([a-z\d-]+(?:\.[a-z\d-]+)+(?::\d{1,5})?)$/;
/** An origin as a page of an app or an extension sends it: `capacitor://localhost`, `chrome-extension://…`. */
const CUSTOM = /^[a-z][a-z\d+.-]*:\/\/[\w.~-]+(?::\d{1,5})?$/;
/** No page of these has an origin, or has it alone. */
const NO_ORIGIN = ["about", "blob", "data", "file", "ftp", "javascript", "ws", "wss"];

/**
 * Origins are compared whole (RFC 6454 §5), those of custom schemes letter for letter; `*` stands for one label.
 *
 * @throws TypeError for anything that no page's `Origin` header could ever equal
 */
export function readTrustedOrigins(origins: readonly string[] = []): TrustedOrigins {
  if (!Array.isArray(origins)) throw new TypeError("trustedOrigins takes a list of origins");
  for (const origin of origins) {
    if (isOrigin(origin)) continue;
    throw new TypeError(
      `trustedOrigins takes whole origins like "https://app.example.com", and "${origin}" is none${insteadOf(origin)}`,
    );
  }
  const listed = new Set<string>(origins.filter((origin) => !origin.includes("*")));
  const endings = origins.flatMap((origin) => PATTERN.exec(origin)?.[1] ?? []).map((host) => `.${host}`);
  return { has: (origin) => listed.has(origin) || endings.some((ending) => isOneLabelBelow(origin, ending)) };
}

function isOneLabelBelow(origin: string, ending: string): boolean {
  return (
    origin.startsWith("https://") &&
    origin.endsWith(ending) &&
    LABEL.test(origin.slice("https://".length, -ending.length))
  );
}

function isOrigin(origin: unknown): boolean {
  if (typeof origin !== "string") return false;
  if (origin.includes("*")) return PATTERN.test(origin) && isOrigin(origin.replace("*", "a"));
  const [scheme = ""] = origin.split(":");
  if (scheme === "http" || scheme === "https") return URL.parse(origin)?.origin === origin;
  return CUSTOM.test(origin) && !NO_ORIGIN.includes(scheme);
}

/** What to write in its place. */
function insteadOf(origin: unknown): string {
  if (origin === "null") return ": every sandboxed page sends it";
  if (typeof origin !== "string" || origin === "*") return ": list each origin";
  if (origin.includes("*")) return ': "*" stands for one whole label, as in "https://*.example.com"';
  const url = URL.parse(origin.includes("://") ? origin : `https://${origin}`);
  const written = url && (url.origin === "null" ? `${url.protocol}//${url.host}` : url.origin);
  return isOrigin(written) ? `: write "${written}"` : "";
}

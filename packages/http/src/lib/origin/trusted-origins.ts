import { LABEL } from "../cookies/cookie-options.ts";

/** The other origins whose pages may use the session. */
export interface TrustedOrigins {
  has(origin: string): boolean;
}

/** Every host one label below another, over https: `https://*.example.com`. */
const PATTERN = /^https:\/\/\*\.([a-z\d-]+(?:\.[a-z\d-]+)+(?::\d{1,5})?)$/;
/** The origin of a page in an app or an extension: `capacitor://localhost`, `chrome-extension://…`. */
const CUSTOM = /^[a-z][a-z\d+.-]*:\/\/[\w.~-]+(?::\d{1,5})?$/;
/** Schemes whose pages have no origin, or one that they share with no other page. */
const NO_ORIGIN = ["about", "blob", "data", "file", "ftp", "javascript", "ws", "wss"];

/**
 * Checks the `trustedOrigins` option. Origins are compared as a whole (RFC 6454 §5), custom schemes letter for letter.
 * `*` stands for one label.
 *
 * @throws TypeError A value can equal no `Origin` header.
 */
export function readTrustedOrigins(origins: readonly string[] = []): TrustedOrigins {
  if (!Array.isArray(origins)) throw new TypeError("trustedOrigins takes a list of origins");
  for (const origin of origins) {
    if (isOrigin(origin)) continue;
    throw new TypeError(
      `trustedOrigins takes whole origins like "https://app.example.com": got "${origin}"${suggestionFor(origin)}`,
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

/** What to write instead: the end of an error sentence. */
function suggestionFor(origin: unknown): string {
  if (origin === "null") return ", which every sandboxed page sends";
  if (typeof origin !== "string" || origin === "*") return ": list each origin";
  if (origin.includes("*")) return ': "*" stands for one whole label, as in "https://*.example.com"';
  const url = URL.parse(origin.includes("://") ? origin : `https://${origin}`);
  const written = url && (url.origin === "null" ? `${url.protocol}//${url.host}` : url.origin);
  return isOrigin(written) ? `: write "${written}"` : "";
}

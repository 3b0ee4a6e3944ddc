import { cookieHeader, trimmed } from "./cookie-header.ts";

/**
 * The cookies of a request, in the order in which it has them: browsers send the older one first (RFC 6265 §5.4).
 * Cookies of another host may be among them: only a name with `__Host-` excludes that.
 *
 * @param headers The headers of the request.
 * @returns Names and values as they came. A name may be there several times.
 * @example
 * const request = new Request("https://app.example.com/auth/me", { headers: { cookie: "theme=dark; lang=en" } });
 * const theme = requestCookies(request.headers).find(([name]) => name === "theme")?.[1]; // "dark"
 */
export function requestCookies(headers: Headers): readonly (readonly [name: string, value: string])[] {
  const pairs = cookieHeader(headers)?.split(";") ?? [];
  return pairs.flatMap((pair) => {
    const [name, ...value] = trimmed(pair, 0, pair.length).split("=");
    return name && value.length > 0 ? [[name, value.join("=")] as const] : [];
  });
}

/** No name ends in `.invalid` (RFC 2606 §2). Only whether a path stays below its origin matters. */
const ORIGIN = "https://origin.invalid";
const LONGEST = 2048;

/**
 * A path to go to after signing in, as a link or a form names it: `/sign-in?next=/orders/7`. It never leaves the origin
 * (OWASP Unvalidated Redirects and Forwards Cheat Sheet): not by another host (`//evil.example`), not by what browsers
 * read as a slash (`/\evil.example`) or skip (a tab), and not by what is left when dots are resolved
 * (`/.//evil.example`).
 *
 * @param value what the parameter or the field says, whatever it is
 * @returns the path with its query and fragment, in ASCII; `null` for anything else, and for more than 2048 characters
 * @example
 * const next = readReturnPath(new URL(request.url).searchParams.get("next")) ?? "/";
 * return new Response(null, { status: 303, headers: { location: next } });
 */
export function readReturnPath(value: unknown): string | null {
  if (typeof value !== "string" || value.length > LONGEST || !value.startsWith("/")) return null;
  if (/[\\\u0000-\u001f\u007f]/.test(value)) return null;
  const url = URL.parse(value, ORIGIN);
  if (url?.origin !== ORIGIN) return null;
  const path = url.pathname + url.search + url.hash;
  return path.startsWith("//") ? null : path;
}

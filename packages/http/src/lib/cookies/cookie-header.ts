// Reads the Cookie header of a request.

const SPACE = 0x20;
const TAB = 0x09;

/**
 * workerd joins several Cookie lines with a comma, as `Headers` do for any other name. Other runtimes use a semicolon.
 * Asked at need: in Node, the first `Headers` loads fetch, which takes longer than importing this package.
 */
function joinsByComma(): boolean {
  const lines: [string, string][] = [
    ["cookie", "a=b"],
    ["cookie", "c=d"],
  ];
  return new Headers(lines).get("cookie") === "a=b, c=d";
}

/**
 * The Cookie header as one line (RFC 9113 §8.2.3). A browser sends one line (RFC 6265 §5.4), so a comma from a browser
 * is part of a value. If it counted as the end of a line, a neighbouring host could set `__Host-` cookies.
 */
export function cookieHeader(headers: Headers): string | null {
  const header = headers.get("cookie");
  if (!header?.includes(", ") || isFromBrowser(headers) || !joinsByComma()) return header;
  return header.replaceAll(", ", "; ");
}

function isFromBrowser(headers: Headers): boolean {
  return headers.has("sec-fetch-site") || headers.has("origin") || /^mozilla\//i.test(headers.get("user-agent") ?? "");
}

/** The different values of a cookie in a Cookie header, in their order. The whole name must match, case included. */
export function cookieValues(header: string | null, name: string): readonly string[] {
  const values: string[] = [];
  if (header === null) return values;
  const prefix = `${name}=`;
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = header.indexOf(";", start);
    const pair = trimmed(header, start, end === -1 ? header.length : end);
    if (pair.startsWith(prefix)) values.push(pair.slice(prefix.length));
  }
  return values.length > 1 ? [...new Set(values)] : values;
}

/**
 * A part of a text without the SP and HTAB around it (RFC 6265bis §5.6). `trim` would remove more: a neighbouring host
 * can set a cookie whose name is the byte A0 and `__Host-…`, since browsers enforce the rules of a prefix only where it
 * begins the name.
 */
export function trimmed(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

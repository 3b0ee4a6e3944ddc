/** The Cookie header of a request, as its pairs are read here. */

const SPACE = 0x20;
const TAB = 0x09;

/** workerd joins several lines by a comma, as `Headers` do with any other name; the other runtimes by a semicolon. */
const joinsByComma =
  new Headers([
    ["cookie", "a=b"],
    ["cookie", "c=d"],
  ]).get("cookie") === "a=b, c=d";

/**
 * The Cookie header as one line (RFC 9113 §8.2.3). A browser sends one line (RFC 6265 §5.4), so a comma in a browser's
 * belongs to a value: read as the end of a line, it would let a neighbouring host plant `__Host-` cookies.
 */
export function cookieHeader(headers: Headers): string | null {
  const header = headers.get("cookie");
  if (header === null || !joinsByComma || isFromBrowser(headers)) return header;
  return header.replaceAll(", ", "; ");
}

function isFromBrowser(headers: Headers): boolean {
  return headers.has("sec-fetch-site") || headers.has("origin") || /^mozilla\//i.test(headers.get("user-agent") ?? "");
}

/** The different values that a cookie has in a Cookie header, in their order. Names are compared whole and in their case. */
export function cookieValues(header: string | null, name: string): readonly string[] {
  const values: string[] = [];
  if (header === null) return values;
  const prefix = `${name}=`;
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = header.indexOf(";", start);
    const pair = strip(header, start, end === -1 ? header.length : end);
    if (pair.startsWith(prefix)) values.push(pair.slice(prefix.length));
  }
  return values.length > 1 ? [...new Set(values)] : values;
}

/** Without the white space around it, which is SP and HTAB and nothing else (RFC 6265bis §5.6): `trim` takes more. */
function strip(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

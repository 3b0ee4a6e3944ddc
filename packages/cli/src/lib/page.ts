import { readPackageFile } from "./package.ts";

/** Everything from here, nothing in line, and in nobody's frame (CSP Level 3). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  // The script sends what is typed; were it missing, a password must not end up in an address.
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The page at `/` for trying the server out, and the two files that it loads; `null` for every other request. */
export function readPage(basePath: string): (request: Request) => Response | null {
  const html = readPackageFile("page/index.html").replaceAll("{{basePath}}", basePath === "/" ? "" : basePath);
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    "/": ["text/html", html],
    "/app.css": ["text/css", readPackageFile("page/app.css")],
    "/app.js": ["text/javascript", readPackageFile("page/app.js")],
  };
  return ({ method, url }) => {
    const pathname = URL.parse(url)?.pathname ?? "";
    if (!Object.hasOwn(files, pathname) || (method !== "GET" && method !== "HEAD")) return null;
    const [type, text] = files[pathname]!;
    return new Response(text, { headers: { ...HEADERS, "content-type": `${type}; charset=utf-8` } });
  };
}

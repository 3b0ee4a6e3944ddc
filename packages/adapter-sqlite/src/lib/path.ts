const EXAMPLES = '"auth.db", "/var/lib/app/auth.db" or "file:auth.db"';

/**
 * The path of a file, or `":memory:"`, from a path or a URL: `sqlite:x.db`, `sqlite://x.db`, `sqlite:///abs/x.db`, `file:x.db`,
 * `file:///abs/x.db`. What a URL writes as `%20` is a space; a plain path is taken as it stands.
 *
 * @throws TypeError for a URL of something else, or with a host, a query or a fragment
 */
export function pathOf(text: string): string {
  const scheme = /^([a-z][a-z\d+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "sqlite" || scheme === "sqlite3" || scheme === "file") return pathOfUrl(text, scheme);
  if (scheme !== undefined && text.startsWith("//", scheme.length + 1)) {
    throw new TypeError(`sqliteStorage takes the path of a file, like ${EXAMPLES}, and no ${scheme}: URL`);
  }
  return checked(text, text);
}

function pathOfUrl(text: string, scheme: string): string {
  const rest = text.slice(scheme.length + 1);
  if (/[?#]/.test(rest)) {
    throw new TypeError("a SQLite URL takes no query and no fragment: leave out what follows '?' or '#', or write those as %3F and %23");
  }
  if (!rest.startsWith("//")) return checked(decoded(rest), text);
  const behind = rest.slice(2);
  // "file:" has a host there (RFC 8089); "sqlite:" has none, and what follows is the path.
  if (scheme !== "file") return checked(decoded(behind), text);
  const slash = behind.indexOf("/");
  const host = slash < 0 ? behind : behind.slice(0, slash);
  if (slash < 0 || (host !== "" && host.toLowerCase() !== "localhost")) {
    throw new TypeError('a file: URL with "//" needs an absolute path, like "file:///var/lib/app/auth.db"; write "file:auth.db" for a relative one');
  }
  return checked(decoded(behind.slice(slash)), text);
}

function decoded(part: string): string {
  try {
    return withoutDriveSlash(decodeURIComponent(part));
  } catch {
    throw new TypeError("a SQLite URL has a '%' that is no percent-encoding: write it as %25");
  }
}

/** `/C:/x.db` is how a URL says `C:/x.db`. */
function withoutDriveSlash(path: string): string {
  return /^\/[a-z]:[\\/]/i.test(path) ? path.slice(1) : path;
}

function checked(path: string, given: string): string {
  if (path === "" || path.includes("\0")) throw new TypeError(`sqliteStorage takes the path of a file, like ${EXAMPLES}, and not ${JSON.stringify(given)}`);
  return path;
}

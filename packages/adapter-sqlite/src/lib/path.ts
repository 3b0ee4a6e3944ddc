/**
 * The path of a file, or `":memory:"`, from a path or a URL: `sqlite:x.db`, `sqlite://x.db`, `sqlite:///abs/x.db`, `file:x.db`,
 * `file:///abs/x.db`. What a URL writes as `%20` is a space; a plain path is taken as it stands.
 *
 * @throws TypeError for a URL of something else, or with a host, a query or a fragment
 */
export function pathOf(text: string): string {
  const [, scheme, slashes = "", rest = ""] = /^([a-z][a-z\d+.-]+):(\/\/)?(.*)/is.exec(text) ?? [];
  const isOurs = scheme !== undefined && /^(?:sqlite3?|file)$/i.test(scheme);
  if (scheme !== undefined && slashes !== "" && !isOurs) throw notAPath(`and no ${scheme.toLowerCase()}: URL`);
  const path = isOurs ? pathOfUrl(scheme.toLowerCase(), slashes, rest) : text;
  if (path === "" || path.includes("\0")) throw notAPath(`and not ${JSON.stringify(text)}`);
  return path;
}

function pathOfUrl(scheme: string, slashes: string, rest: string): string {
  if (/[?#]/.test(rest))
    throw new TypeError("a SQLite URL takes no query and no fragment: write '?' and '#' in a path as %3F and %23");
  // "file:" has a host there (RFC 8089); "sqlite:" has none, and what follows is the path.
  if (scheme !== "file" || slashes === "") return decoded(rest);
  const path = /^(?:localhost)?(\/.*)/is.exec(rest)?.[1];
  if (path === undefined)
    throw new TypeError(
      '"file://" needs an absolute path, like "file:///var/lib/app/auth.db"; write "file:auth.db" for a relative one',
    );
  return decoded(path);
}

/** `/C:/x.db` is how a URL says `C:/x.db`. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part).replace(/^\/(?=[a-z]:[\\/])/i, "");
  } catch {
    throw new TypeError("a SQLite URL has a '%' that is no percent-encoding: write it as %25");
  }
}

function notAPath(butNot: string): TypeError {
  return new TypeError(`sqliteStorage takes the path of a file, like "auth.db" or "file:auth.db", ${butNot}`);
}

/**
 * Reads the path of a file, or `":memory:"`, from a path or a URL: `sqlite:x.db`, `sqlite://x.db`,
 * `sqlite:///abs/x.db`, `file:x.db`, `file:///abs/x.db`. In a URL `%20` is a space. A plain path is taken as it is.
 *
 * @throws TypeError for a URL of another scheme, or with a host, a query or a fragment
 */
export function readPath(text: string): string {
  const [, scheme, slashes = "", rest = ""] = /^([a-z][a-z\d+.-]+):(\/\/)?(.*)/is.exec(text) ?? [];
  const isOurs = scheme !== undefined && /^(?:sqlite3?|file)$/i.test(scheme);
  if (scheme !== undefined && slashes !== "" && !isOurs) throw notAPath(`and no ${scheme.toLowerCase()}: URL`);
  const path = isOurs ? readUrl(scheme.toLowerCase(), slashes, rest) : text;
  if (path === "" || path.includes("\0")) throw notAPath(`and not ${JSON.stringify(text)}`);
  return path;
}

function readUrl(scheme: string, slashes: string, rest: string): string {
  if (/[?#]/.test(rest))
    throw new TypeError("a SQLite URL takes no query and no fragment: write '?' and '#' in a path as %3F and %23");
  // After "file://" comes a host (RFC 8089). After "sqlite://" comes the path.
  if (scheme !== "file" || slashes === "") return decode(rest);
  const path = /^(?:localhost)?(\/.*)/is.exec(rest)?.[1];
  if (path === undefined)
    throw new TypeError(
      '"file://" needs an absolute path, like "file:///var/lib/app/auth.db"; write "file:auth.db" for a relative one',
    );
  return decode(path);
}

/** In a URL, `C:/x.db` is written as `/C:/x.db`. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part).replace(/^\/(?=[a-z]:[\\/])/i, "");
  } catch {
    throw new TypeError("a SQLite URL has a '%' that is not part of a percent-encoding: write it as %25");
  }
}

function notAPath(butNot: string): TypeError {
  return new TypeError(`sqliteStorage takes the path of a file, like "auth.db" or "file:auth.db", ${butNot}`);
}

import { chooseLocale, type Locale } from "@latchkey/locales";

/** What the address and the headers of a request say: the language, and where the other pages are. */
export interface Setting {
  /** The language of the answer, by `Accept-Language`. */
  readonly locale: Locale;
  /**
   * The path of a page, for links, forms and redirects.
   *
   * @param path below the base path: `"/sign-in"`
   * @param query what follows the path. A value that is `null` or `undefined` is left out.
   */
  link(path: string, query?: Readonly<Record<string, string | null | undefined>>): string;
}

/**
 * Reads a request whose path a route has matched: whatever stands before the path of the route is the base path. A name
 * in the path of the route stands for one part of the address.
 *
 * @param path the path of the route
 */
export function settingOf(request: Request, path: string, locales: readonly Locale[]): Setting {
  const { pathname } = new URL(request.url);
  // One slash at the end makes no difference, unless it is all of the path.
  const parts = (path.endsWith("/") ? pathname : pathname.replace(/\/$/, "")).split("/");
  const basePath = parts.slice(0, parts.length - (path.split("/").length - 1)).join("/");
  return {
    locale: chooseLocale(request.headers.get("accept-language"), locales),
    link: (target, query = {}) => {
      const given = Object.entries(query).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value]] : [],
      );
      const search = new URLSearchParams(given).toString();
      return `${basePath}${target}${search === "" ? "" : `?${search}`}`;
    },
  };
}

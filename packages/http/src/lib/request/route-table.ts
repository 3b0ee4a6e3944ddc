import type { Route } from "./route.ts";

/** The routes of one path, by method. */
export interface Endpoint {
  /** As it is declared, with the name in it. */
  readonly path: string;
  readonly methods: ReadonlyMap<string, Route>;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the endpoint of a path. One slash at the end makes no difference. */
export type RouteTable = (path: string) => Endpoint | undefined;

interface Pattern {
  readonly path: string;
  readonly parts: readonly string[];
  readonly methods: Map<string, Route>;
}

const NAME = /^:[a-z]\w*$/i;
const NO_PARAMS = Object.freeze({});

/**
 * Sorts routes by path.
 *
 * @throws TypeError Two routes have the same method and path, or a path has more than one name.
 */
export function routeTable(routes: readonly Route[]): RouteTable {
  const exact = new Map<string, Endpoint & { readonly methods: Map<string, Route> }>();
  const patterns = new Map<string, Pattern>();
  for (const route of routes) {
    const { methods } = route.path.includes("/:") ? patternOf(route.path, patterns) : exactOf(route.path, exact);
    if (methods.has(route.method)) throw new TypeError(`two routes answer ${route.method} ${route.path}`);
    methods.set(route.method, route);
  }
  const find = (path: string): Endpoint | undefined => {
    const found = exact.get(path);
    if (found || patterns.size === 0) return found;
    const parts = path.split("/");
    for (const pattern of patterns.values()) {
      const params = match(pattern.parts, parts);
      if (params) return { ...pattern, params };
    }
    return undefined;
  };
  return (path) => find(path) ?? (path.endsWith("/") ? find(path.slice(0, -1)) : undefined);
}

function exactOf(path: string, exact: Map<string, Endpoint & { readonly methods: Map<string, Route> }>) {
  const found = exact.get(path) ?? { path, methods: new Map<string, Route>(), params: NO_PARAMS };
  exact.set(path, found);
  return found;
}

/** Two paths that differ only in the name are one pattern, so a name must be the same in all methods. */
function patternOf(path: string, patterns: Map<string, Pattern>): Pattern {
  const parts = path.split("/");
  const names = parts.filter((part) => part.startsWith(":"));
  if (names.length > 1 || !NAME.test(names[0]!))
    throw new TypeError(`the path ${path} may have one name, like "/invitations/:code"`);
  const shape = parts.map((part) => (part.startsWith(":") ? ":" : part)).join("/");
  const found = patterns.get(shape) ?? { path, parts, methods: new Map<string, Route>() };
  if (found.path !== path) throw new TypeError(`${found.path} and ${path} are the same path`);
  patterns.set(shape, found);
  return found;
}

/** What stands for the name, or `null`. Nothing at all, and text that is no percent-encoded UTF-8, match no name. */
function match(pattern: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | null {
  if (parts.length !== pattern.length) return null;
  let params: Readonly<Record<string, string>> | null = null;
  for (const [at, part] of pattern.entries()) {
    const given = parts[at]!;
    if (!part.startsWith(":")) {
      if (part !== given) return null;
      continue;
    }
    const value = decoded(given);
    if (value === "") return null;
    params = { [part.slice(1)]: value };
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

import type { Route } from "../request/route.ts";
import { accountRoutes } from "../routes/account.ts";
import { account } from "./account.ts";
import { apiKeys } from "./api-keys.ts";
import { allComponents, usedComponents, type OpenApiComponents } from "./components.ts";
import { TAGS, type Descriptions } from "./description.ts";
import { emails } from "./emails.ts";
import { operation, type OpenApiOperation } from "./operation.ts";
import { passwords } from "./passwords.ts";
import { sessions } from "./sessions.ts";

/** What a document says about the application. */
export interface OpenApiOptions {
  /** Where the handler is mounted: the `basePath` of `createHandler`. Default `"/auth"`. */
  readonly basePath?: string | undefined;
  /** The name of the session cookie as browsers get it. Default `"__Host-latchkey_session"`. */
  readonly cookie?: string | undefined;
  /** `info.title`. Default `"Accounts"`. */
  readonly title?: string | undefined;
  /** `info.version`, of your API. Default `"1"`. */
  readonly version?: string | undefined;
  /** `info.description`. Default: a sentence about accounts and sessions. */
  readonly description?: string | undefined;
  /** `info.contact`: who answers questions about your API. Default: left out. */
  readonly contact?: OpenApiContact | undefined;
  /** `info.license` of your API, with its SPDX `identifier` or a `url`. Default: left out. */
  readonly license?: OpenApiLicense | undefined;
}

export interface OpenApiContact {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly email?: string | undefined;
}

export interface OpenApiLicense {
  readonly name: string;
  /** An SPDX expression: `"MIT"`. */
  readonly identifier?: string | undefined;
  readonly url?: string | undefined;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  /** Operations by path and method: `paths["/signin"].post`. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: OpenApiComponents;
}

const DESCRIPTIONS: Descriptions = { ...account, ...sessions, ...passwords, ...emails, ...apiKeys };
const ABOUT = "Accounts and sessions: sign up, sign in, sign out.";

/**
 * Describes routes as an OpenAPI 3.1 document. It is made from the schemas that the routes read their bodies with.
 *
 * @param more The route lists that you gave to `createHandler`, in one list. Routes of your own are left out.
 * @param options Where the handler is mounted, and what `info` says.
 * @returns A plain object: `JSON.stringify` makes the file.
 * @example
 * import { writeFileSync } from "node:fs";
 * const document = openApiDocument(sessionRoutes(sessions(auth)), { title: "Shop", version: "2.1" });
 * writeFileSync("openapi.json", JSON.stringify(document));
 */
export function openApiDocument(more: readonly Route[] = [], options: OpenApiOptions = {}): OpenApiDocument {
  const { basePath = "/auth", cookie = "__Host-latchkey_session", title = "Accounts", version = "1" } = options;
  const { description = ABOUT, contact, license } = options;
  const described = [...accountRoutes, ...more].flatMap(({ method, path }) => {
    const found = DESCRIPTIONS[`${method} ${path}`];
    return found ? [{ method, path, description: found }] : [];
  });
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const { method, path, description: found } of described) {
    (paths[path] ??= {})[method.toLowerCase()] = operation(method, found);
  }
  const all = described.map(({ description: found }) => found);
  const tags = new Set(all.map(({ tag }) => tag));
  return {
    openapi: "3.1.0",
    info: { title, version, description, ...(contact ? { contact } : {}), ...(license ? { license } : {}) },
    servers: [{ url: basePath }],
    security: [{ cookie: [] }, { bearer: [] }],
    tags: [...tags].map((name) => ({ name, description: TAGS[name] })),
    paths,
    components: usedComponents(allComponents(all, cookie), paths),
  };
}

/**
 * `GET /openapi.json`, which answers with `openApiDocument`. Mount it where clients may know the routes: not in
 * production, unless you mean to.
 *
 * @param more The route lists that you gave to `createHandler`, in one list.
 * @param options Where the handler is mounted, and what `info` says.
 * @returns A list with one route, for `routes` of `createHandler`.
 * @example
 * const routes = sessionRoutes(sessions(auth));
 * const handler = createHandler(auth, { routes: [...routes, ...openApiRoutes(routes)] });
 */
export function openApiRoutes(more: readonly Route[] = [], options: OpenApiOptions = {}): readonly Route[] {
  const document = openApiDocument(more, options);
  return [{ method: "GET", path: "/openapi.json", handle: async () => ({ body: document }) }];
}

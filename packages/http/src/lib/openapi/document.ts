import type { Route } from "../request/route.ts";
import { accountRoutes } from "../routes/account.ts";
import { METHODS } from "../routes/methods.ts";
import { account } from "./account.ts";
import { apiKeys } from "./api-keys.ts";
import { allComponents, usedComponents, type OpenApiComponents } from "./components.ts";
import { TAGS, type Descriptions, type Tag } from "./description.ts";
import { emails } from "./emails.ts";
import { identities } from "./identities.ts";
import { mailSignIn } from "./mail-sign-in.ts";
import { operation, type OpenApiOperation } from "./operation.ts";
import { ownDescription } from "./own-description.ts";
import { passkeys } from "./passkeys.ts";
import { passwords } from "./passwords.ts";
import { secondFactor } from "./second-factor.ts";
import { sessions } from "./sessions.ts";
import { social } from "./social.ts";
import { serviceTokens } from "./service-tokens.ts";

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

/** An OpenAPI Contact Object. */
export interface OpenApiContact {
  /** A person or a team. */
  readonly name?: string | undefined;
  /** A page with contact details. */
  readonly url?: string | undefined;
  /** An e-mail address. */
  readonly email?: string | undefined;
}

/** An OpenAPI License Object. */
export interface OpenApiLicense {
  /** The name of the licence: `"MIT"`. */
  readonly name: string;
  /** An SPDX expression: `"MIT"`. Give it or `url`. */
  readonly identifier?: string | undefined;
  /** Where the licence is. */
  readonly url?: string | undefined;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  /** The version of the specification. */
  readonly openapi: "3.1.0";
  /** What the options say about the application. */
  readonly info: OpenApiInfo;
  /** One server: the base path. */
  readonly servers: readonly OpenApiServer[];
  /** How most operations are authenticated: by cookie or by bearer token. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** The groups of operations. */
  readonly tags: readonly OpenApiTag[];
  /** Operations by path and method: `paths["/signin"].post`, `paths["/oauth/{provider}"].get`. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  /** Schemas, headers, parameters, examples and security schemes. Nothing that no operation uses. */
  readonly components: OpenApiComponents;
}

/** An OpenAPI Server Object. */
export interface OpenApiServer {
  /** The base path. */
  readonly url: string;
}

/** An OpenAPI Info Object. */
export interface OpenApiInfo {
  /** The option `title`. */
  readonly title: string;
  /** The option `version`. */
  readonly version: string;
  /** The option `description`. */
  readonly description: string;
  /** The option `contact`. */
  readonly contact?: OpenApiContact;
  /** The option `license`. */
  readonly license?: OpenApiLicense;
}

/** An OpenAPI Tag Object. */
export interface OpenApiTag {
  /** As operations have it in `tags`. */
  readonly name: string;
  /** What its operations are for. */
  readonly description: string;
}

const DESCRIPTIONS: Descriptions = {
  ...account,
  ...sessions,
  ...passwords,
  ...emails,
  ...apiKeys,
  ...social,
  ...identities,
  ...passkeys,
  ...secondFactor,
  ...mailSignIn,
  ...serviceTokens,
};
/** A name in the path of a route. OpenAPI writes it in braces. */
const NAME = /:(\w+)/;
const ABOUT = "Accounts and sessions: sign up, sign in, sign out.";

/**
 * Describes routes as an OpenAPI 3.1 document. It is made from the schemas that the routes read their bodies with.
 *
 * @param more The route lists that you gave to `createHandler`, in one list. Of your own: those with a `description`.
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
  const routes: readonly Pick<Route, "method" | "path" | "description">[] = [...accountRoutes, METHODS, ...more];
  const all = routes.flatMap(({ method, path, description: described }) => {
    const found = described ? ownDescription(described) : DESCRIPTIONS[`${method} ${path}`];
    return found ? [{ method, path, description: found }] : [];
  });
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const { method, path, description: found } of all) {
    const template = path.replace(NAME, "{$1}");
    (paths[template] ??= {})[method.toLowerCase()] = operation(method, found, NAME.exec(path)?.[1]);
  }
  const descriptions = all.map(({ description: found }) => found);
  const tags = new Set(descriptions.map(({ tag }) => tag));
  return {
    openapi: "3.1.0",
    info: { title, version, description, ...(contact ? { contact } : {}), ...(license ? { license } : {}) },
    servers: [{ url: basePath }],
    security: [{ cookie: [] }, { bearer: [] }],
    tags: [...tags].map((name) => ({ name, description: TAGS[name as Tag] ?? name })),
    paths,
    components: usedComponents(allComponents(descriptions, cookie), paths),
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

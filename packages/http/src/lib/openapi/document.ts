import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { accountRoutes } from "../routes/account.ts";
import { STATUS, type HttpErrorCode } from "../http-error.ts";
import type { Route } from "../request/route.ts";
import { account } from "./account.ts";
import { apiKeys } from "./api-keys.ts";
import type { Description, Descriptions } from "./description.ts";
import { emails } from "./emails.ts";
import { passwords } from "./passwords.ts";
import { sessions } from "./sessions.ts";
import { refusal } from "./shapes.ts";

export interface OpenApiOptions {
  /** Where the handler is mounted. Default `"/auth"`. */
  readonly basePath?: string | undefined;
  /** The name of the session cookie, as the handler sets it. Default `"__Host-latchkey_session"`. */
  readonly cookie?: string | undefined;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
}

const DESCRIPTIONS: Descriptions = { ...account, ...sessions, ...passwords, ...emails, ...apiKeys };
const SHARED: readonly HttpErrorCode[] = ["storage_unavailable"];
const UNSAFE: readonly HttpErrorCode[] = ["forbidden_origin", "unsupported_media_type", "refused"];
const WITH_BODY: readonly HttpErrorCode[] = ["invalid_request", "payload_too_large"];

/**
 * The routes as an OpenAPI 3.1 document, made from the schemas that they read their bodies with.
 *
 * @param more the route lists that the handler was given beside its own
 */
export function openApiDocument(more: readonly Route[] = [], options: OpenApiOptions = {}): object {
  const { basePath = "/auth", cookie = "__Host-latchkey_session", title = "Accounts", version = "1" } = options;
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path } of [...accountRoutes, ...more]) {
    const description = DESCRIPTIONS[`${method} ${path}`];
    if (description) (paths[path] ??= {})[method.toLowerCase()] = operation(method, description);
  }
  return {
    openapi: "3.1.0",
    info: { title, version },
    servers: [{ url: basePath }],
    security: [{ cookie: [] }, { bearer: [] }, {}],
    paths,
    components: {
      schemas: { Refusal: schemaOf(refusal) },
      securitySchemes: {
        cookie: { type: "apiKey", in: "cookie", name: cookie },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      },
    },
  };
}

/** `GET /openapi.json`. Mount it where the routes may be known: not in production, unless you mean to. */
export function openApiRoutes(more: readonly Route[] = [], options: OpenApiOptions = {}): readonly Route[] {
  const document = openApiDocument(more, options);
  return [{ method: "GET", path: "/openapi.json", handle: async () => ({ body: document }) }];
}

function operation(method: Route["method"], { summary, body, answer, refuses }: Description): object {
  const codes = [...new Set(refuses), ...SHARED, ...(method === "GET" ? [] : UNSAFE), ...(body ? WITH_BODY : [])];
  const statuses = [...new Set(codes.map((code) => STATUS[code]))].sort((a, b) => a - b);
  const refusals = statuses.map((status) => {
    const description = codes.filter((code) => STATUS[code] === status).join(", ");
    return [status, { description, content: json({ $ref: "#/components/schemas/Refusal" }) }];
  });
  return {
    summary,
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body)) } } : {}),
    responses: { 200: { description: "Done", content: json(schemaOf(answer)) }, ...Object.fromEntries(refusals) },
  };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; `$schema` says so for the whole document already. */
function schemaOf(schema: GenericSchema): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: "ignore", target: "draft-2020-12" });
  return rest;
}

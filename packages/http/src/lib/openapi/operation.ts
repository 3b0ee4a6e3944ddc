import { STATUS, type HttpErrorCode } from "../http-error.ts";
import type { Route } from "../request/route.ts";
import { inputName, queryParameters, refTo, type OpenApiQueryParameter, type OpenApiReference } from "./components.ts";
import type { Description } from "./description.ts";

/** An OpenAPI Operation Object. */
export interface OpenApiOperation {
  /** The name of the method in a generated client: `"signIn"`. */
  readonly operationId: string;
  /** One tag. */
  readonly tags: readonly string[];
  /** A few words. */
  readonly summary: string;
  /** One sentence or more. */
  readonly description: string;
  /** Only where it differs from the document's `security`. An empty list: no session needed. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  /** The name in the path, what stands after `?`, and the header `Session-Carrier`, where the route reads it. */
  readonly parameters?: readonly (OpenApiReference | OpenApiPathParameter | OpenApiQueryParameter)[];
  /** Only of routes with a body. */
  readonly requestBody?: OpenApiRequestBody;
  /** By status. */
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

/** An OpenAPI Parameter Object for a name in a path. */
export interface OpenApiPathParameter {
  /** As the path has it in braces. */
  readonly name: string;
  /** It is a part of the path. */
  readonly in: "path";
  /** A path has all of its parts. */
  readonly required: true;
  /** What stands there. */
  readonly schema: {
    /** Text. */
    readonly type: "string";
  };
}

/** An OpenAPI Request Body Object. */
export interface OpenApiRequestBody {
  /** The body cannot be left out. */
  readonly required: true;
  /** JSON. */
  readonly content: OpenApiContent;
}

/** An OpenAPI Response Object. */
export interface OpenApiResponse {
  /** What the answer means. Of an error: its codes, joined by `, `. */
  readonly description: string;
  /** `Set-Cookie`, `Retry-After`, `WWW-Authenticate` or `Location`, where it is sent. */
  readonly headers?: Readonly<Record<string, OpenApiReference>>;
  /** JSON. A redirect has none. */
  readonly content?: OpenApiContent;
}

/** A body in JSON. */
export interface OpenApiContent {
  /** The one content type. */
  readonly "application/json": OpenApiMediaType;
}

/** An OpenAPI Media Type Object. */
export interface OpenApiMediaType {
  /** A schema in `components`. */
  readonly schema: OpenApiReference;
  /** Of an error: one example for each code. */
  readonly examples?: Readonly<Record<string, OpenApiReference>>;
}

const SHARED: readonly HttpErrorCode[] = ["internal", "storage_unavailable"];
const UNSAFE: readonly HttpErrorCode[] = ["forbidden_origin", "unsupported_media_type", "refused"];
const WITH_BODY: readonly HttpErrorCode[] = ["invalid_request", "payload_too_large"];

/** An operation that needs no session, or that answers without one, too. One that needs a session says nothing. */
const SECURITY = { none: [], optional: [{ cookie: [] }, { bearer: [] }, {}] } as const;

/** What a route does to which cookie. */
const COOKIES = {
  set: "SessionCookie",
  cleared: "ClearedCookie",
  flow: "FlowCookie",
  landing: "LandingCookies",
  link: "LinkCookie",
  ticket: "TicketCookie",
} as const;

/** Describes one route. `parameter`: the name in its path. */
export function operation(method: Route["method"], description: Description, parameter?: string): OpenApiOperation {
  const { id, tag, summary, session, takesCarrier, query, body, page } = description;
  const parameters = [
    ...(parameter === undefined ? [] : [pathParameter(parameter)]),
    ...(query ? queryParameters(query) : []),
    ...(takesCarrier ? [refTo("parameters", "SessionCarrier")] : []),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: description.description,
    ...(session === "required" ? {} : { security: SECURITY[session] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(inputName(id)) } } : {}),
    responses: {
      [description.answer ? (description.status ?? 200) : 303]: answer(description),
      ...(page ? {} : refusals(method, description)),
    },
  };
}

function answer({ answer: name, done, cookie }: Description): OpenApiResponse {
  const headers = {
    ...(name ? {} : { Location: refTo("headers", "Location") }),
    ...(cookie ? { "Set-Cookie": refTo("headers", COOKIES[cookie]) } : {}),
  };
  return {
    description: done,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(name ? { content: json(name) } : {}),
  };
}

function pathParameter(name: string): OpenApiPathParameter {
  return { name, in: "path", required: true, schema: { type: "string" } };
}

/** An answer for each status of the codes, with an example for each code. */
function refusals(method: Route["method"], { refuses, body }: Description): Record<string, OpenApiResponse> {
  const codes = [...new Set(refuses), ...SHARED, ...(method === "GET" ? [] : UNSAFE), ...(body ? WITH_BODY : [])];
  const statuses = [...new Set(codes.map((code) => STATUS[code]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => STATUS[code] === status);
      const examples = Object.fromEntries(here.map((code) => [code, refTo("examples", code)]));
      return [status, { description: here.join(", "), ...headersOf(status), content: json("Error", { examples }) }];
    }),
  );
}

function headersOf(status: number): Pick<OpenApiResponse, "headers"> {
  if (status === 401) return { headers: { "WWW-Authenticate": refTo("headers", "WwwAuthenticate") } };
  if (status === 429 || status === 503) return { headers: { "Retry-After": refTo("headers", "RetryAfter") } };
  return {};
}

function json(schema: string, more: object = {}): OpenApiContent {
  return { "application/json": { schema: refTo("schemas", schema), ...more } };
}

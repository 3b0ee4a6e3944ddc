import type { OpenApiDocument, OpenApiResponse } from "@latchkey/http/openapi";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** The response headers that a document lists wherever they are sent. */
const LISTED_HEADERS = ["set-cookie", "retry-after", "www-authenticate"];

/**
 * A fetch that holds every answer to an OpenAPI document: its status must be listed, its code and its headers with that
 * status, and its body must fit the schema.
 *
 * @returns the fetch, and the answers that it has seen of each operation
 */
export function conformingFetch(fetch: (request: Request) => Promise<Response>, document: OpenApiDocument) {
  const { servers, paths } = document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: "openapi" });
  const seen = new Map<string, Set<string>>();

  return {
    seen,
    async fetch(request: Request): Promise<Response> {
      const response = await fetch(request);
      const { pathname } = new URL(request.url);
      const { url } = servers[0]!;
      const path = templateOf(paths, pathname.slice(url.length));
      const method = request.method.toLowerCase();
      const operation = pathname.startsWith(`${url}/`) ? paths[path]?.[method] : undefined;
      if (!operation) return response;

      const body = (response.status === 303 ? {} : await response.clone().json()) as { code?: string };
      const name = `${request.method} ${path}`;
      const answer = `${name} answered ${response.status} ${body.code ?? ""}`;
      const listed = operation.responses[response.status];
      if (!listed) throw new Error(`${answer}, which the document does not list`);
      if (!listed.content) {
        checkHeaders(document, listed, response, answer);
        return response;
      }
      const { schema, examples = {} } = listed.content["application/json"];
      if (body.code !== undefined && !(body.code in examples)) {
        throw new Error(`${answer}, and the document lists ${listed.description}`);
      }
      checkHeaders(document, listed, response, answer);
      const validate = ajv.getSchema(`openapi${schema.$ref}`)!;
      if (!validate(body))
        throw new Error(`${name} answered what the document does not say: ${ajv.errorsText(validate.errors)}`);
      seen.set(name, (seen.get(name) ?? new Set()).add(`${response.status} ${body.code ?? "done"}`));
      return response;
    },
  };
}

/** The path of the document that an address is of: `/oauth/{provider}`. */
function templateOf(paths: OpenApiDocument["paths"], path: string): string {
  if (path in paths) return path;
  const parts = path.split("/");
  const fits = (template: string) => {
    const own = template.split("/");
    return own.length === parts.length && own.every((part, at) => part.startsWith("{") || part === parts[at]);
  };
  return Object.keys(paths).find(fits) ?? path;
}

function checkHeaders({ components }: OpenApiDocument, listed: OpenApiResponse, { headers }: Response, answer: string) {
  const names = Object.entries(listed.headers ?? {}).map(([name, { $ref }]) => {
    const { required } = components.headers![$ref.split("/").at(-1)!] as { required?: boolean };
    if (required && !headers.has(name)) throw new Error(`${answer} without ${name}, which the document requires`);
    return name.toLowerCase();
  });
  const unlisted = LISTED_HEADERS.filter((name) => headers.has(name) && !names.includes(name));
  if (unlisted.length > 0) throw new Error(`${answer} with ${unlisted.join(", ")}, which the document does not list`);
}

import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content: { readonly "application/json": { readonly schema: object } } }
    >
  >;
}

interface OpenApi {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/**
 * A fetch whose every answer is held to an OpenAPI document: its status must be listed, its code with that status, and
 * its body must fit the schema.
 *
 * @returns the fetch, and how many answers of which operation it has seen
 */
export function conforming(fetch: (request: Request) => Promise<Response>, document: object) {
  const { servers, paths } = document as OpenApi;
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
      const path = pathname.slice(url.length);
      const method = request.method.toLowerCase();
      const operation = pathname.startsWith(`${url}/`) ? paths[path]?.[method] : undefined;
      if (!operation) return response;

      const body = (await response.clone().json()) as { code?: string };
      const name = `${request.method} ${path}`;
      const listed = operation.responses[response.status];
      if (!listed)
        throw new Error(`${name} answered ${response.status} ${body.code}, which the document does not list`);
      if (body.code !== undefined && !listed.description.split(", ").includes(body.code)) {
        throw new Error(
          `${name} answered ${response.status} with ${body.code}, and the document lists ${listed.description}`,
        );
      }
      const pointer = [
        "paths",
        path,
        method,
        "responses",
        String(response.status),
        "content",
        "application/json",
        "schema",
      ];
      const validate = ajv.getSchema(
        `openapi#/${pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`,
      )!;
      if (!validate(body))
        throw new Error(`${name} answered what the document does not say: ${ajv.errorsText(validate.errors)}`);
      seen.set(name, (seen.get(name) ?? new Set()).add(`${response.status} ${body.code ?? "done"}`));
      return response;
    },
  };
}

import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { HttpErrorCode } from "../http-error.ts";
import type { Description } from "./description.ts";
import { MEANINGS } from "./errors.ts";
import { FIELDS } from "./fields.ts";
import { ANSWERS } from "./schemas.ts";

/** The parts of a document that others refer to, by kind and name. */
export type OpenApiComponents = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** An OpenAPI Reference Object: `#/components/schemas/User`. */
export interface OpenApiReference {
  /** A JSON pointer into the document. */
  readonly $ref: string;
}

export function refTo(kind: string, name: string): OpenApiReference {
  return { $ref: `#/components/${kind}/${name}` };
}

/** The name of the schema of a route's body: `SignInInput`. */
export function inputName(id: string): string {
  return `${id[0]!.toUpperCase()}${id.slice(1)}Input`;
}

/** Every component that the descriptions may need. */
export function allComponents(descriptions: readonly Description[], cookie: string): OpenApiComponents {
  return {
    schemas: { ...schemasOf({ ...ANSWERS, ...ownAnswers(descriptions) }), ...inputSchemas(descriptions) },
    parameters: { SessionCarrier: SESSION_CARRIER },
    headers: {
      SessionCookie: header(
        `The session cookie \`${cookie}\`, where the session is carried by cookie. ` +
          "More `Set-Cookie` lines may remove old cookies of its name.",
      ),
      ClearedCookie: header(`Removes the session cookie \`${cookie}\`.`),
      FlowCookie: header("A cookie for 10 minutes, without which nobody comes back from the provider."),
      LandingCookies: header(`The session cookie \`${cookie}\`, and the end of the cookie of the flow.`),
      TicketCookie: header("A ticket for the next step, for a browser. Other clients have it in the body."),
      LinkCookie: header("The end of the cookie that holds a ticket for linking."),
      Location: { ...header("Where the browser goes next."), required: true },
      RetryAfter: { ...header("Seconds after which a new attempt makes sense.", { type: "integer" }), required: true },
      WwwAuthenticate: { ...header("`Bearer` (RFC 6750).", { const: "Bearer" }), required: true },
    },
    examples: Object.fromEntries(
      Object.entries(MEANINGS).map(([code, meaning]) => [
        code,
        { summary: meaning, value: { error: meaning, code: code as HttpErrorCode } },
      ]),
    ),
    securitySchemes: {
      cookie: {
        type: "apiKey",
        in: "cookie",
        name: cookie,
        description:
          "The session cookie. A request that changes state must also come from a trusted origin: browsers send " +
          "`Origin` or `Sec-Fetch-Site` by themselves.",
      },
      bearer: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description:
          "A session token. Send `Session-Carrier: bearer` when you sign up or in, and the answer has it. " +
          "Where the application takes API keys, one works for `GET /me`, too.",
      },
    },
  };
}

/** Those of the components that something refers to, directly or through others. Security schemes always stay. */
export function usedComponents(all: OpenApiComponents, paths: object): OpenApiComponents {
  const { securitySchemes = {}, ...kinds } = all;
  const used = new Set<string>();
  const look = (part: object) => {
    for (const [, kind = "", name = ""] of JSON.stringify(part).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      look(kinds[kind]![name]!);
    }
  };
  look(paths);
  const kept = Object.entries(kinds).map(([kind, parts]) => [
    kind,
    Object.fromEntries(Object.entries(parts).filter(([name]) => used.has(`${kind}/${name}`))),
  ]);
  return { ...Object.fromEntries(kept), securitySchemes };
}

/** The request header that asks for a token. */
const SESSION_CARRIER = {
  name: "Session-Carrier",
  in: "header",
  required: false,
  description:
    "`bearer` asks for the session token in the answer (`token`, `expiresAt`) instead of a cookie: for clients that " +
    "are no browsers. A request that brings the session cookie gets a cookie all the same.",
  schema: { type: "string", enum: ["bearer"] },
} as const;

function header(description: string, schema: object = { type: "string" }): object {
  return { description, schema };
}

function schemasOf(schemas: Readonly<Record<string, GenericSchema>>): Record<string, object> {
  return toJsonSchemaDefs(schemas, {
    errorMode: "ignore",
    target: "draft-2020-12",
    overrideRef: ({ referenceId }) => refTo("schemas", referenceId).$ref,
  });
}

/** The answers of routes that describe themselves. */
function ownAnswers(descriptions: readonly Description[]): Record<string, GenericSchema> {
  const own = descriptions.flatMap(({ answer, answerSchema }) =>
    answer && answerSchema ? [[answer, answerSchema] as const] : [],
  );
  return Object.fromEntries(own);
}

/** What the address may ask for after `?`. */
export function queryParameters(query: GenericSchema): readonly OpenApiQueryParameter[] {
  const { properties = {} } = schemasOf({ query }).query as ObjectSchema;
  return Object.entries(properties).map(([name, { description = "", ...schema }]) => {
    return { name, in: "query", required: false, description, schema };
  });
}

/** An OpenAPI Parameter Object for what stands after `?`. */
export interface OpenApiQueryParameter {
  /** As the address has it. */
  readonly name: string;
  /** It stands after `?`. */
  readonly in: "query";
  /** It can be left out. */
  readonly required: false;
  /** What it does. */
  readonly description: string;
  /** A JSON Schema. */
  readonly schema: object;
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
}

/** The bodies of requests, with what each field means. */
function inputSchemas(descriptions: readonly Description[]): Record<string, object> {
  const inputs = descriptions.flatMap(({ id, body, fields = {} }) => {
    if (!body) return [];
    const name = inputName(id);
    const schema = schemasOf({ [name]: body })[name] as ObjectSchema;
    const properties = Object.entries(schema.properties ?? {}).map(([field, of]) => {
      const own = fields[field];
      return [field, { ...of, ...FIELDS[field], ...(own === undefined ? {} : { description: own }) }];
    });
    return [[name, { ...schema, properties: Object.fromEntries(properties) }]];
  });
  return Object.fromEntries(inputs);
}

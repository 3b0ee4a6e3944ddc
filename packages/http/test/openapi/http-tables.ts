import { openApiDocument, type OpenApiOperation } from "@latchkey/http/openapi";
import { STATUS, type HttpErrorCode } from "../../src/lib/http-error.ts";
import { MEANINGS } from "../../src/lib/openapi/errors.ts";
import { ROUTE_LISTS } from "./route-lists.ts";

/** What the tables read of a JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Named {
  /** `POST /signin` */
  readonly name: string;
  readonly operation: OpenApiOperation;
}

const { paths, components } = openApiDocument(Object.values(ROUTE_LISTS).flat());
const schemas = components.schemas as Readonly<Record<string, Schema>>;
const operations: readonly Named[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);
const mounted = new Map(
  Object.entries(ROUTE_LISTS).map(([title, list]) => [
    title,
    list.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/, "{$1}")}`),
  ]),
);
/** The routes of every handler, then those of each list. */
const groups = new Map([
  ["In every handler", operations.filter(({ name }) => ![...mounted.values()].flat().includes(name))],
  ...[...mounted].map(
    ([title, names]) => [`\`${title}\``, operations.filter(({ name }) => names.includes(name))] as const,
  ),
]);

const codesOf = ({ operation }: Named) =>
  Object.values(operation.responses).flatMap(({ content }) =>
    Object.keys(content?.["application/json"].examples ?? {}),
  );

/** The codes that all of these operations have, without those that are listed already. */
function shared(some: readonly Named[], listed: readonly string[] = []): readonly string[] {
  const everywhere = codesOf(some[0]!).filter((code) => some.every((operation) => codesOf(operation).includes(code)));
  return everywhere.filter((code) => !listed.includes(code));
}

/** Browsers go to pages, whose refusals are redirects. */
const isPage = ({ operation }: Named) => Object.keys(operation.responses).join() === "303";
const forPrograms = operations.filter((named) => !isPage(named));
const byAll = shared(forPrograms);
const bySession = shared(
  forPrograms.filter(({ operation }) => !operation.security),
  byAll,
);
const byUnsafe = shared(
  forPrograms.filter(({ name }) => !name.startsWith("GET ")),
  byAll,
);
const byBody = shared(
  operations.filter(({ operation }) => operation.requestBody),
  [...byAll, ...byUnsafe],
);
const common = [...byAll, ...bySession, ...byUnsafe, ...byBody];

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const statusOf = (code: string) => STATUS[code as HttpErrorCode];
const withStatus = (codes: readonly string[]) =>
  [...Map.groupBy(codes, statusOf)]
    .sort(([a], [b]) => a - b)
    .map(([status, some]) => `${status} ${some.map((code) => `\`${code}\``).join(", ")}`)
    .join("; ");

const nameOf = ({ $ref = "" }: { readonly $ref?: string }) => $ref.split("/").at(-1)!;

function typeOf({ anyOf, type, items }: Schema): string {
  if (anyOf) return anyOf.map(typeOf).join(" or ");
  return type === "array" ? `list of ${typeOf(items!)}` : [type ?? "any"].flat().join(" or ");
}

/** `{ user: User, token? }`: the fields, with the type of those that have a schema of their own. */
function shapeOf({ properties = {}, required = [] }: Schema): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const type = schema.$ref ? `: ${nameOf(schema)}` : schema.items?.$ref ? `: ${nameOf(schema.items)}[]` : "";
    return `${name}${required.includes(name) ? "" : "?"}${type}`;
  });
  return `\`{ ${fields.join(", ")} }\``;
}

const COOKIE = {
  SessionCookie: "; sets the cookie",
  ClearedCookie: "; clears the cookie",
  FlowCookie: "; sets a cookie for the way back",
  LandingCookies: "; sets the cookie",
  LinkCookie: "; clears the ticket",
  TicketCookie: "; the ticket in a cookie",
};

function routeRow(named: Named): readonly string[] {
  const { summary, security, requestBody, responses } = named.operation;
  const [status = "200"] = Object.keys(responses).filter((one) => /^2|^303$/.test(one));
  const { headers = {}, content } = responses[status]!;
  const cookie = headers["Set-Cookie"] ? COOKIE[nameOf(headers["Set-Cookie"]) as keyof typeof COOKIE] : "";
  const shape = (of: typeof content) => (of ? shapeOf(schemas[nameOf(of["application/json"].schema)]!) : "303");
  return [
    `\`${named.name}\`: ${summary[0]!.toLowerCase()}${summary.slice(1)}`,
    !security ? "needed" : security.length > 0 ? "optional" : "–",
    requestBody ? shape(requestBody.content) : "–",
    (/^20[12]$/.test(status) ? `${status} ` : "") + shape(content) + cookie,
    withStatus(codesOf(named).filter((code) => !common.includes(code))) || "–",
  ];
}

function routeTables(): string {
  const head = ["route", "session", "body", "answer", "error codes of its own"];
  return [...groups].map(([title, some]) => `### ${title}\n\n${table(head, some.map(routeRow))}`).join("\n\n");
}

function commonErrors(): string {
  return [
    `- Every route, but for those that browsers go to, which redirect: ${withStatus(byAll)}.`,
    `- Every route that needs a session: ${withStatus(bySession)}.`,
    `- Every route except \`GET\`: ${withStatus(byUnsafe)}.`,
    `- Every route with a body: ${withStatus(byBody)}.`,
  ].join("\n");
}

function fieldTable(): string {
  const bodies = Object.entries(schemas).filter(([name]) => name.endsWith("Input"));
  const fields = bodies.flatMap(([, { properties = {} }]) => Object.entries(properties));
  const rows = [...Map.groupBy(fields, ([name]) => name)].map(([name, some]) => {
    const meanings = new Set(some.map(([, { description = "" }]) => description.replace(/\.$/, "")));
    return [`\`${name}\``, typeOf(some[0]![1]), [...meanings].join("; or: ")];
  });
  return table(
    ["field of a body", "type", "meaning"],
    rows.sort(([a = ""], [b = ""]) => a.localeCompare(b, "en")),
  );
}

function typeTable(): string {
  return table(
    ["type", "fields"],
    ["User", "Session", "ApiKey", "Identity"].map((name) => [`\`${name}\``, shapeOf(schemas[name]!)]),
  );
}

function errorTable(): string {
  const codes = Object.entries(MEANINGS).sort(([a], [b]) => statusOf(a) - statusOf(b));
  return table(
    ["status", "code", "meaning"],
    codes.map(([code, meaning]) => [String(statusOf(code)), `\`${code}\``, meaning]),
  );
}

/** The text in docs/http.md between `<!-- name: … -->` and `<!-- /name -->`. */
export const HTTP_TABLES: Readonly<Record<string, string>> = {
  "common errors": commonErrors(),
  routes: routeTables(),
  types: typeTable(),
  fields: fieldTable(),
  errors: errorTable(),
};

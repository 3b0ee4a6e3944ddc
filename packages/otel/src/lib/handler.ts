import { routeOf } from "@latchkey/http";
import { SpanKind, SpanStatusCode, context, propagation, trace, type Context, type Span } from "@opentelemetry/api";
import { SCOPE } from "./scope.ts";

/** A fetch handler, like the one of `createHandler`. */
export type Handles = (request: Request) => Promise<Response>;

/** The methods that a span may name (HTTP semantic conventions, `http.request.method`): a client can invent others. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]);

/** How the trace of a caller is read from the headers. */
const HEADERS = {
  get: (headers: Headers, name: string) => headers.get(name) ?? undefined,
  keys: (headers: Headers) => [...headers.keys()],
};

/** Spans for each request of a handler. */
export function tracedHandler(handler: Handles): Handles {
  return async (request) => {
    const method = METHODS.has(request.method) ? request.method : "_OTHER";
    const active = context.active();
    // Whoever traces the server itself has read the headers already.
    const isInside = trace.getSpan(active) !== undefined;
    const parent = isInside ? active : propagation.extract(active, request.headers, HEADERS);
    const kind = isInside ? SpanKind.INTERNAL : SpanKind.SERVER;
    const attributes = {
      "http.request.method": method,
      "url.scheme": request.url.startsWith("https:") ? "https" : "http",
    };
    const span = trace.getTracer(SCOPE).startSpan(method === "_OTHER" ? "HTTP" : method, { kind, attributes }, parent);
    return await answer({ handler, request, method }, span, trace.setSpan(parent, span));
  };
}

interface Asked {
  readonly handler: Handles;
  readonly request: Request;
  readonly method: string;
}

async function answer({ handler, request, method }: Asked, span: Span, within: Context): Promise<Response> {
  try {
    const response = await context.with(within, () => handler(request));
    const { status } = response;
    const route = routeOf(response);
    span.setAttribute("http.response.status_code", status);
    if (route !== null) {
      span.updateName(`${method === "_OTHER" ? "HTTP" : method} ${route}`);
      span.setAttribute("http.route", route);
    }
    if (status >= 500) fail(span, String(status));
    return response;
  } catch (error) {
    fail(span, error instanceof Error ? error.name : "_OTHER");
    throw error;
  } finally {
    span.end();
  }
}

function fail(span: Span, type: string): void {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

import type { Storage } from "@latchkey/core";
import { SpanKind, SpanStatusCode, context, trace, type Span } from "@opentelemetry/api";
import { SCOPE } from "./scope.ts";

/** What spans say of a storage. */
export interface StorageTraceOptions {
  /** `db.system.name` of the semantic conventions: `"postgresql"`, `"sqlite"`. Default: `"other_sql"`. */
  readonly system?: string | undefined;
}

type Method = (...args: unknown[]) => unknown;

/** Spans for each step of a storage. Whatever else the storage has stays as it is. */
export function tracedStorage(storage: Storage, { system = "other_sql" }: StorageTraceOptions): Storage {
  const wrap = (target: object, path: string): object => {
    const wrapped = new Map<PropertyKey, unknown>();
    return new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof name === "symbol") return value;
        // The audit log knows its auditor by identity.
        const isStore = path === "" && name !== "auditor" && typeof value === "object" && value !== null;
        if (typeof value !== "function" && !isStore) return value;
        if (!wrapped.has(name)) {
          const made = isStore
            ? wrap(value, `${name}.`)
            : (...args: unknown[]) => step(path + name, () => Reflect.apply(value as Method, target, args));
          wrapped.set(name, made);
        }
        return wrapped.get(name);
      },
    });
  };

  function step(operation: string, work: () => unknown): unknown {
    const attributes = { "db.system.name": system, "db.operation.name": operation };
    const span = trace.getTracer(SCOPE).startSpan(operation, { kind: SpanKind.CLIENT, attributes });
    try {
      const result = context.with(trace.setSpan(context.active(), span), work);
      if (result instanceof Promise) return ended(span, result);
      span.end();
      return result;
    } catch (error) {
      fail(span, error);
      span.end();
      throw error;
    }
  }

  return wrap(storage, "") as Storage;
}

async function ended<T>(span: Span, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Of an error its code or name alone. */
function fail(span: Span, error: unknown): void {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  const type = [code, name].find((word) => typeof word === "string" && /^\w{1,40}$/.test(word));
  span.setAttribute("error.type", typeof type === "string" ? type : "_OTHER");
  span.setStatus({ code: SpanStatusCode.ERROR });
}

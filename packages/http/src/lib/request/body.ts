import { getDotPath, safeParse, type GenericSchema, type InferOutput } from "valibot";
import { HttpError } from "../http-error.ts";
import { parseForm } from "./form.ts";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a route reads: JSON from programs, or the form of a page. */
export type BodyType = "json" | "form";

const TYPES = {
  json: { name: "application/json", pattern: /^application\/json[ \t]*(?:;|$)/i, parse: JSON.parse },
  form: {
    name: "application/x-www-form-urlencoded",
    pattern: /^application\/x-www-form-urlencoded[ \t]*(?:;|$)/i,
    parse: parseForm,
  },
} as const;

/**
 * The body of a request, checked by a schema. Keys that the schema does not have are dropped.
 *
 * @param limit Bytes.
 * @throws HttpError `unsupported_media_type`, `payload_too_large`, `invalid_request`
 * @throws TypeError The application has read the body already, so the client is not to blame.
 */
export async function readBody<Schema extends GenericSchema>(
  request: Request,
  { type, limit }: { readonly type: BodyType; readonly limit: number },
  schema: Schema,
): Promise<InferOutput<Schema>> {
  requireExactly(request, type);
  const value = parse(await readBytes(request, limit), type);
  const result = safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = getDotPath(issue) ?? undefined;
  if (field === undefined) throw new HttpError("invalid_request", "Body must be a JSON object");
  throw new HttpError("invalid_request", `${field} must be ${issue.expected ?? "valid"}`, field);
}

/**
 * Checks a request whose body does not matter. If it names a content type, that must be the route's: a form or a script
 * on another site can send the simple types without a preflight (Fetch §2.2.2, "CORS-safelisted request-header").
 *
 * @throws HttpError `unsupported_media_type`
 */
export function requireType(request: Request, type: BodyType): void {
  if (request.headers.get("content-type") !== null) requireExactly(request, type);
}

function requireExactly(request: Request, type: BodyType): void {
  const { name, pattern } = TYPES[type];
  if (pattern.test(request.headers.get("content-type") ?? "")) return;
  throw new HttpError("unsupported_media_type", `Content-Type must be ${name}`);
}

/** Counts the bytes that arrive, because Content-Length may be wrong. */
async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length"));
  if (declared > limit) throw tooLarge(limit);
  if (request.bodyUsed || request.body?.locked) throw alreadyRead();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (const reader = request.body?.getReader(); reader;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > limit) {
        // The rest is not needed. The answer does not wait until the client notices.
        reader.cancel().catch(() => {});
        throw tooLarge(limit);
      }
      chunks.push(value);
    }
  } catch (error) {
    throw error instanceof HttpError ? error : new HttpError("invalid_request", "Request body was cut off");
  }
  // HTTP servers make sure that a body has its declared length. So if it is empty here, other code has read it.
  if (size === 0 && declared > 0) throw alreadyRead();
  return join(chunks, size);
}

function alreadyRead(): TypeError {
  return new TypeError(
    "the request's body was read before the handler saw it: mount the handler before express.json(), " +
      "give it request.clone(), or mount it by toNodeHandler of @latchkey/http/node",
  );
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function parse(bytes: Uint8Array, type: BodyType): unknown {
  try {
    return TYPES[type].parse(strictUtf8.decode(bytes)) as unknown;
  } catch {
    throw new HttpError("invalid_request", `Body must be ${type === "json" ? "JSON" : "a form"} in UTF-8`);
  }
}

function tooLarge(limit: number): HttpError {
  return new HttpError("payload_too_large", `Body must be at most ${limit} bytes`);
}

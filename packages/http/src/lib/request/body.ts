import { getDotPath, safeParse, type GenericSchema, type InferOutput } from "valibot";
import { HttpError } from "../http-error.ts";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The JSON body of a request, in the shape of the schema. Keys that the schema does not name are dropped.
 *
 * @throws HttpError `unsupported_media_type`, `payload_too_large`, `invalid_request`
 * @throws TypeError for a body that the application has read: the client is not to blame
 */
export async function readJson<Schema extends GenericSchema>(
  request: Request,
  limit: number,
  schema: Schema,
): Promise<InferOutput<Schema>> {
  requireJson(request);
  const value = parse(await readBytes(request, limit));
  const result = safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = getDotPath(issue) ?? undefined;
  if (field === undefined) throw new HttpError("invalid_request", "Body must be a JSON object");
  throw new HttpError("invalid_request", `${field} must be ${issue.expected ?? "valid"}`, field);
}

/**
 * Takes a request without a body. One that names a type must name JSON: a form or a script of another site can send
 * the simple types without asking first (Fetch §2.2.2, "CORS-safelisted request-header").
 *
 * @throws HttpError `unsupported_media_type`
 */
export function requireJsonOrNothing(request: Request): void {
  if (request.headers.get("content-type") !== null) requireJson(request);
}

function requireJson(request: Request): void {
  const type = request.headers.get("content-type") ?? "";
  if (/^application\/json[ \t]*(?:;|$)/i.test(type)) return;
  throw new HttpError("unsupported_media_type", "Content-Type must be application/json");
}

/** Counts what arrives, whatever Content-Length says. */
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
        // The rest is of no interest; the answer does not wait for the client to notice.
        reader.cancel().catch(() => {});
        throw tooLarge(limit);
      }
      chunks.push(value);
    }
  } catch (error) {
    throw error instanceof HttpError ? error : new HttpError("invalid_request", "Body ended before its time");
  }
  // HTTP servers hold a client to the length that it declares, so somebody here has read it.
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

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(strictUtf8.decode(bytes)) as unknown;
  } catch {
    throw new HttpError("invalid_request", "Body must be JSON in UTF-8");
  }
}

function tooLarge(limit: number): HttpError {
  return new HttpError("payload_too_large", `Body must be at most ${limit} bytes`);
}

/** A request to sign. */
export interface SignedRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whose signature it is, and for what. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly region: string;
  readonly service: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * The headers of a POST request with its signature (AWS Signature Version 4). The path must need no further encoding,
 * and the URL have no query.
 *
 * @param at when it is signed; a signature is good for about 5 minutes
 */
export async function signRequest(
  { url, headers, body }: SignedRequest,
  key: SigningKey,
  at: Date,
): Promise<Record<string, string>> {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = [time.slice(0, 8), key.region, key.service, "aws4_request"];
  const all: Record<string, string> = {
    ...headers,
    "X-Amz-Date": time,
    ...(key.sessionToken === null ? null : { "X-Amz-Security-Token": key.sessionToken }),
  };
  const signed = Object.entries({ ...all, Host: url.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join("");
  const request = ["POST", url.pathname, "", lines, names, await sha256(body)].join("\n");
  const text = [ALGORITHM, time, scope.join("/"), await sha256(request)].join("\n");

  let secret: Uint8Array<ArrayBuffer> = new TextEncoder().encode(`AWS4${key.secretAccessKey}`);
  for (const part of [...scope, text]) secret = await hmac(secret, part);
  const credential = `Credential=${key.accessKeyId}/${scope.join("/")}`;
  return { ...all, Authorization: `${ALGORITHM} ${credential}, SignedHeaders=${names}, Signature=${hex(secret)}` };
}

async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

async function hmac(secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

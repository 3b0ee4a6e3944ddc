import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as it came to the API. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How the API answers. `null`: not at all. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A real HTTP server in the place of a mail service. */
export async function openApi(answer: (request: ApiRequest) => ApiAnswer | null = () => ({ status: 200, body: "{}" })) {
  const requests: ApiRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body };
      requests.push(request);
      const given = answer(request);
      if (given) outgoing.writeHead(given.status, given.headers).end(given.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Computes the signature of a request anew, from what came over the wire, as AWS describes it (Signature Version 4). It
 * shares no code with the transport.
 */
export function signatureOf({ method, path, headers, body }: ApiRequest, secret: string): string {
  const [, day, region, service, names = ""] =
    /Credential=[^/]+\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+)/.exec(
      headers.authorization ?? "",
    ) ?? [];
  const hash = (data: string) => createHash("sha256").update(data).digest("hex");
  const sign = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
  const lines = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}`);
  const canonical = [method, path, "", ...lines, "", names, hash(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (one, part) => sign(one, part!),
    `AWS4${secret}`,
  );
  return sign(key, text).toString("hex");
}

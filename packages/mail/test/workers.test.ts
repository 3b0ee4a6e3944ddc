import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApi, signatureOf } from "./support/mail-api.ts";

/** One module that imports nothing. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "support/sending-worker.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd"],
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

describe("mail APIs on Cloudflare Workers, without any Node API", () => {
  let worker: Miniflare;
  beforeAll(async () => {
    const script = await bundle();
    worker = new Miniflare(convertV4MiniflareOptions({ modules: true, script, compatibilityDate: "2026-07-30" }));
    await worker.ready;
  });
  afterAll(() => worker?.dispose());

  const send = async (name: string, endpoint: string) => {
    const answer = await worker.dispatchFetch("http://localhost/", {
      method: "POST",
      body: JSON.stringify({ name, endpoint }),
    });
    return answer.text();
  };

  it.each(["Resend", "Postmark", "SES"])("%s takes a mail of a worker, and a worker hears why not", async (name) => {
    const api = await openApi();
    expect(await send(name, api.endpoint)).toBe("sent");
    const [request] = api.requests;
    expect(request?.body).toContain("ada@example.com");
    expect(request?.headers).toMatchObject({ "user-agent": "latchkey", "content-type": "application/json" });
    if (name === "SES") expect(request?.headers.authorization).toContain(signatureOf(request!, "secret/Key+Example"));
    api.close();
    const refusing = await openApi(() => ({ status: 307, headers: { location: api.endpoint } }));
    expect(await send(name, refusing.endpoint)).toBe(`${name} failed (307)`);
    refusing.close();
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { toNodeHandler } from "@latchkey/http/node";
import { build } from "esbuild";
import { chromium, type Browser } from "playwright-core";
import { openServer, type Server } from "../support/server.ts";

export const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
export const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

export function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  // Playwright switches the back/forward cache off.
  return chromium.launch({ executablePath, args, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
}

export interface Site extends Server {
  readonly url: string;
  close(): void;
}

/** A real server: every route below /auth, and the test page everywhere else. */
export async function openSite(): Promise<Site> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
  });
  const server = openServer();
  const auth = toNodeHandler(server.handler);
  const listener = createServer((request, response) => {
    if (request.url!.startsWith("/auth/")) return void auth(request, response);
    const isScript = request.url === "/page.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(
      isScript
        ? outputFiles[0]!.text
        : '<!doctype html><title>Test</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const close = () => {
    listener.close();
    listener.closeAllConnections();
  };
  return { ...server, url: `http://localhost:${(listener.address() as AddressInfo).port}`, close };
}

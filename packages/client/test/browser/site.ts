import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HandlerOptions } from "@latchkey/http";
import { toNodeHandler } from "@latchkey/http/node";
import { build, type Plugin } from "esbuild";
import { chromium, type Browser } from "playwright-core";
import { compile } from "svelte/compiler";
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

/** A real server: every route below /auth, and a page with one program everywhere else. */
export async function openSite(program: string, http: HandlerOptions = {}): Promise<Site> {
  const script = await bundled(program);
  const server = openServer({}, http);
  const auth = toNodeHandler(server.handler);
  const listener = createServer((request, response) => {
    if (request.url!.startsWith("/auth/")) return void auth(request, response);
    const isScript = request.url === "/page.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : PAGE);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const close = () => {
    listener.close();
    listener.closeAllConnections();
  };
  return { ...server, url: `http://localhost:${(listener.address() as AddressInfo).port}`, close };
}

const PAGE = '<!doctype html><title>Test</title><body><script type="module" src="/page.js"></script>';

async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, program)],
    plugins: [svelte],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false" },
  });
  return outputFiles[0]!.text;
}

const svelte: Plugin = {
  name: "svelte",
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, ({ path }) => {
      const { js } = compile(readFileSync(path, "utf8"), { filename: path, generate: "client" });
      return { contents: js.code };
    });
  },
};

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { memoryStorage } from "@latchkey/core/memory";
import { createHandler, stepUpRoutes } from "@latchkey/http";
import { toNodeHandler } from "@latchkey/http/node";
import { passkeyRoutes } from "@latchkey/passkeys";
import { build } from "esbuild";
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from "playwright-core";
import { openApplication } from "../support/application.ts";

export const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
export const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

export function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

/** A real server: the routes of passkeys below /auth, and a page with one program everywhere else. */
export async function openSite() {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
  });
  const listener = createServer((request, response) => {
    if (request.url!.startsWith("/auth/")) return void answer(request, response);
    const isScript = request.url === "/page.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? outputFiles[0]!.text : PAGE);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(listener.address() as AddressInfo).port}`;
  const application = openApplication(memoryStorage(), { rpId: "localhost", rpName: "Tests", origins: [origin] });
  const { auth, keys, proof } = application;
  const handler = createHandler(auth, { routes: [...passkeyRoutes(keys), ...stepUpRoutes(proof)] });
  const sent: { readonly path: string; readonly body: unknown }[] = [];
  const answer = toNodeHandler(async (request: Request) => {
    if (request.method === "POST")
      sent.push({
        path: new URL(request.url).pathname,
        body: await request
          .clone()
          .json()
          .catch(() => null),
      });
    return handler(request);
  });
  const close = () => {
    listener.close();
    listener.closeAllConnections();
  };
  return { ...application, origin, sent, close };
}

const PAGE =
  '<!doctype html><title>Test</title><body><form><input id="email" autocomplete="username webauthn"></form>' +
  '<script type="module" src="/page.js"></script>';

/** A page, and an authenticator in the place of a finger. */
export async function openPage(context: BrowserContext, url: string) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(url);
  await page.waitForFunction(() => window.keyTest);
  return { page, cdp, authenticatorId };
}

/** Waits until the page has asked the browser for a passkey in this way. */
export const waiting = (page: Page, mediation: CredentialMediationRequirement) =>
  page.waitForFunction((wanted) => window.keyTest.waitsFor === wanted, mediation);

export type { Browser, BrowserContext, CDPSession, Page };

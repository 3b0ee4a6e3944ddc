import { existsSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "@latchkey/http/node";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { openShop, type Shop, type ShopOptions } from "./server.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
export const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

export function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

export interface Site extends Shop {
  /** `http://localhost:1234/auth` */
  readonly url: string;
  close(): Promise<void>;
}

/** A shop behind a real server. A function gets its origin before the shop opens. */
export async function openSite(options: ShopOptions | ((origin: string) => Promise<ShopOptions>) = {}): Promise<Site> {
  let answer: RequestListener = (_request, response) => void response.end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const shop = openShop(typeof options === "function" ? await options(`http://localhost:${port}`) : options);
  answer = toNodeHandler(shop.handler);
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { ...shop, url: `http://localhost:${port}/auth`, close };
}

/** A person with a browser that runs no JavaScript. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the console of the page said: violations of the policy, files that are missing. */
  readonly trouble: string[];
}

export async function openPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en", ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("console", (message) => {
    // Hints, such as how a form would suit a password manager better, are "verbose".
    if (message.type() === "error" || message.type() === "warning") trouble.push(message.text());
  });
  page.on("pageerror", (error) => void trouble.push(error.message));
  return { context, page, trouble };
}

/** Chromium notes every answer from 400 on itself. */
export const ownTrouble = ({ trouble }: Person): string[] =>
  trouble.filter((text) => !/^Failed to load resource: the server responded with a status of 4\d\d /.test(text));

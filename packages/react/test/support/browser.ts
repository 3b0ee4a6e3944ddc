import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
export const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

export const PASSWORD = "correct horse battery";
let count = 0;
export const freshEmail = (): string => `ada${++count}@example.com`;

/** A visitor with a browser of their own: cookies, tabs. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console of any of the tabs has complained about, but for refused requests. */
  readonly trouble: string[];
  tab(): Promise<Page>;
}

/** Starts Chromium for the tests of a file. */
export function openBrowser() {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    if (!hasChromium) return;
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    browser = await chromium.launch({ executablePath, args: [...args, ...quiet] });
  });
  afterAll(() => browser?.close());

  return {
    async visit(options: BrowserContextOptions = {}): Promise<Visitor> {
      const context = await browser.newContext({ reducedMotion: "reduce", ...options });
      contexts.push(context);
      const trouble: string[] = [];
      const tab = async () => {
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        page.on("console", (message) => {
          const isRefusal = message.text().startsWith("Failed to load resource: ");
          if (["error", "warning"].includes(message.type()) && !isRefusal) trouble.push(message.text());
        });
        page.on("pageerror", (error) => void trouble.push(String(error)));
        return page;
      };
      return { page: await tab(), context, trouble, tab };
    },
  };
}

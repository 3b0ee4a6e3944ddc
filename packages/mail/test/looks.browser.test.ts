import axe from "axe-core";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { locales } from "@latchkey/locales";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyMail } from "./support/mails.ts";

const PROGRAM = "/usr/bin/chromium";
const hasChromium = existsSync(PROGRAM);
const missing = hasChromium ? "" : ", which is NOT INSTALLED HERE: apt-get install chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** With SCREENSHOTS=<folder> the pictures are kept, to be looked at. */
const pictures = process.env.SCREENSHOTS;
const looks = [1280, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
);

describe.skipIf(!hasChromium)(`the HTML of mails in Chromium${missing}`, () => {
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: PROGRAM, args: ARGS });
    page = await browser.newPage();
    page.on("request", (request) => requests.push(request.url()));
    await page.evaluate(axe.source);
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(() => browser?.close());

  it.each(looks)(
    "ML02 $width pixels wide, $colorScheme: axe finds nothing, nothing is too wide, nothing is fetched",
    async ({ width, colorScheme }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      for (const locale of locales) {
        for (const [kind, { html }] of Object.entries(await everyMail({ locale }))) {
          await page.setContent(html);
          const where = `${kind}-${locale.code}-${width}-${colorScheme}`;
          expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width);
          // The other languages have the same markup.
          if (!["en", "ja"].includes(locale.code)) continue;
          expect(await page.evaluate(findViolations), where).toEqual([]);
          if (pictures) await page.screenshot({ path: join(pictures, `${where}.png`), fullPage: true });
        }
      }
      expect(requests).toEqual([]);
    },
  );

  it("ML02 axe would see a violation", async () => {
    await page.emulateMedia({ colorScheme: "light" });
    const { verification } = await everyMail();
    await page.setContent(
      verification!.html.replace('<html lang="en"', "<html").replace("color:#52525b", "color:#eeeeee"),
    );
    expect(await page.evaluate(findViolations)).toEqual(["color-contrast", "html-has-lang"]);
  });
});

/** Runs in the page, where axe was put. */
async function findViolations(): Promise<string[]> {
  const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
  const { violations } = await inPage.run();
  return violations.map(({ id }) => id).sort();
}

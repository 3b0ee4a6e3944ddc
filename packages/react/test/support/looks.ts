import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** With SCREENSHOTS=<folder> the pictures are kept, to be looked at. */
const folder = process.env.SCREENSHOTS;

export interface Look {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
}

/** A desktop and a phone, each light and dark. */
export const LOOKS: readonly Look[] = [1280, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** Looks at a state of a page: axe finds nothing, and nothing is wider than the window. */
export function lookAt(page: Page, { width, colorScheme }: Look) {
  return async (state: string): Promise<void> => {
    if (await page.evaluate('typeof axe === "undefined"')) await page.addScriptTag({ path: axe });
    const { violations } = (await page.evaluate("axe.run(document, { preload: false })")) as AxeResults;
    expect(violations.map(({ id, nodes }) => `${state} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `react-${state}-${width}-${colorScheme}.png`), fullPage: true });
  };
}

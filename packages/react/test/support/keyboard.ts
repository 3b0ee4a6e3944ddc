import type { Page } from "playwright-core";

/** What somebody does who has no mouse. */
export interface Keyboard {
  /** Presses Tab until something with this name has the focus. */
  to(name: string): Promise<void>;
  /** Goes to a field, and types. */
  fill(label: string, text: string): Promise<void>;
  /** Goes to a button, and presses it by Enter. */
  press(name: string): Promise<void>;
  /** The accessible name of what has the focus. */
  where(): Promise<string>;
}

export function keyboardOf(page: Page): Keyboard {
  const where = async () => (await page.evaluate(nameOfFocus)) ?? "";
  const to = async (name: string) => {
    const passed: string[] = [];
    while ((await where()) !== name) {
      passed.push(await where());
      if (passed.length > 80) throw new Error(`No Tab leads to "${name}", only to ${passed.join(", ")}`);
      await page.keyboard.press("Tab");
    }
  };
  return {
    to,
    where,
    async fill(label, text) {
      await to(label);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
    async press(name) {
      await to(name);
      await page.keyboard.press("Enter");
    },
  };
}

/** Runs in the page. */
function nameOfFocus(): string | undefined {
  const element = document.activeElement as HTMLInputElement | null;
  if (!element || element === document.body) return undefined;
  const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText;
  return (label ?? element.innerText).trim();
}

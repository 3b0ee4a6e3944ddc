import type { Client } from "@latchkey/client";
import { expect, it } from "vitest";
import { ADA } from "../support/server.ts";
import { hasChromium, leftOut, openBrowser, openSite } from "./site.ts";

declare global {
  interface Window {
    client: Client;
  }
}

it.skipIf(!hasChromium)(
  `CL03 React, Vue, Solid and Svelte read one session, and make one request together${leftOut}`,
  async () => {
    const site = await openSite("frameworks.ts");
    const browser = await openBrowser();
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => void errors.push(message));
    const all = (text: string) =>
      page.waitForFunction(
        (wanted) =>
          ["react", "vue", "solid", "svelte"].every(
            (id) => document.getElementById(id)?.textContent?.trim() === wanted,
          ),
        text,
      );
    await page.goto(site.url);
    await all("signed-out");
    await page.evaluate((input) => window.client.signUp(input), ADA);
    await all(ADA.email);
    await page.evaluate(() => window.client.signOut());
    await all("signed-out");
    expect(site.requests).toEqual(["GET /me", "POST /signup", "POST /signout"]);
    expect(errors).toEqual([]);
    await browser.close();
    site.close();
  },
);

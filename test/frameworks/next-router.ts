import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { hasChromium, openBrowser } from "../../packages/react/test/support/browser.ts";
import { createClient, type ConversationOptions } from "../conversation/client.ts";
import type { Site } from "./people.ts";

/** What a person sees of the router of Next.js: its history, and how it renders anew. */
export function nextRouterCases(options: ConversationOptions, site: () => Site): void {
  describe.skipIf(!hasChromium)("with the router of Next.js, in Chromium", () => {
    const browser = openBrowser();
    /** Somebody who is signed in, at a page. */
    const meet = async (place: string) => {
      const { origin } = site();
      const visitor = await browser.visit({ baseURL: origin });
      const { email, password } = await createClient(options).signUp();
      const data = { email, password };
      await visitor.context.request.post("/auth/signin", { data, headers: { origin } });
      await visitor.page.goto(place);
      return { ...visitor, email };
    };
    const signOut = async (page: Page) => {
      await page.getByRole("button", { name: "Account menu" }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await page.waitForURL(/\/auth\/sign-in/);
    };

    it("CL02 CL06 its history shows nothing of somebody who has signed out in another tab", async () => {
      const { page, tab, email, trouble } = await meet("/");
      await page.getByRole("link", { name: "Hello" }).click();
      await page.getByRole("heading", { name: email }).waitFor();
      await page.goBack();
      await page.getByRole("heading", { name: "My app" }).waitFor();
      const other = await tab();
      await other.goto("/hello");
      await signOut(other);
      await page.getByRole("link", { name: "Sign in" }).waitFor();
      expect(await page.content()).not.toContain(email);
      await page.goForward();
      await page.getByRole("button", { name: "Sign in" }).waitFor();
      expect(await page.content()).not.toContain(email);
      expect(trouble).toEqual([]);
    });

    it("CL06 a mailed token is neither in the address nor asked for again when the server renders anew", async () => {
      const { page, context, email, trouble } = await meet("/hello");
      const link = await site().mails!.linkTo(email, /verify-email/);
      const token = new URL(link).searchParams.get("token")!;
      await context.clearCookies();
      await page.goto(link);
      await page.waitForURL(/\/auth\/verify-email$/);
      const asked: string[] = [];
      page.on("request", (request) => void asked.push(request.url()));
      await page.getByRole("button", { name: "Confirm address" }).click();
      await page.getByLabel("Password", { exact: true }).fill((await createClient(options).signUp()).password);
      await page.getByRole("button", { name: "Confirm address" }).click();
      await page.getByText("Your email address is confirmed.").waitFor();
      await expect.poll(() => asked.filter((url) => url.includes("verify-email?_rsc")).length).toBeGreaterThan(0);
      await page.waitForLoadState("networkidle");
      expect(new URL(page.url()).search).toBe("");
      expect(asked.filter((url) => url.includes(token))).toEqual([]);
      await page.getByRole("link", { name: "Go on" }).click();
      await page.getByRole("heading", { name: email }).waitFor();
      expect(trouble).toEqual([]);
    });

    it("CL06 a new password signs in, and leads on", async () => {
      const { page, context, email } = await meet("/hello");
      await context.clearCookies();
      await page.goto("/auth/forgot-password");
      await page.getByLabel("Email address").fill(email);
      await page.getByRole("button", { name: "Send link" }).click();
      await page.goto(await site().mails!.linkTo(email, /reset-password/));
      await page.getByRole("textbox", { name: "New password" }).fill("another horse battery");
      await page.getByRole("button", { name: "Save new password" }).click();
      await page.getByRole("link", { name: "Go on" }).click();
      await page.getByRole("heading", { name: email }).waitFor();
    });
  });
}

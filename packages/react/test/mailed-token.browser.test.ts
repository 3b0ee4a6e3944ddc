import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet } from "./support/visitors.ts";

const browser = openBrowser();

describe.skipIf(!hasChromium).each([18, 19] as const)(`links of mails with React %i in Chromium${leftOut}`, (react) => {
  let site: Site;
  beforeAll(async () => void (site = await startSite({ react })));
  afterAll(() => site.close());

  // React takes over what is in a boundary with less haste, and what its effects change comes last.
  for (const path of ["/verify-email", "/verify-email/boundary"])
    it(`CL04 with React ${react} the first press of the button of ${path} sends the token of the address`, async () => {
      const { page, context, email, trouble } = await meet(browser, site, { account: "signed-in" });
      const { origin } = site;
      await context.request.post(`${origin}/auth/email/send-verification`, { headers: { origin } });
      await page.addInitScript(pressWhenReady);
      await page.goto(`${origin}${path}?session=known&token=${await site.mailed(email)}`);
      await page.getByText("Your email address is confirmed.").waitFor();
      await page.waitForURL(`${origin}${path}?session=known`);
      expect(trouble).toEqual([]);
    });
});

/** Runs in the page: presses its button between the change that lets it be pressed, and whatever comes next. */
function pressWhenReady(): void {
  const observer = new MutationObserver(() => {
    const button = document.querySelector<HTMLButtonElement>("button[type=submit]:enabled");
    if (!button) return;
    observer.disconnect();
    button.click();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}

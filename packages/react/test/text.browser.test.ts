import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet, open, signInElsewhere } from "./support/visitors.ts";

const browser = openBrowser();
const HOSTILE = `"><img src=x onerror="globalThis.hit=1"></script><script>globalThis.hit=1</script>{email}`;

describe.skipIf(!hasChromium)(`what people write, in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite()));
  afterAll(() => site.close());

  it("CL10 names, addresses, metadata, devices and keys of HTML are text in the components", async () => {
    const { page, context, trouble, tab } = await meet(browser, site);
    const email = `"<img/src=x/onerror=globalThis.hit=1>"@example.com`;
    const post = (path: string, data: object) =>
      context.request.post(`${site.origin}/auth${path}`, { data, headers: { origin: site.origin } });
    const answers = [
      await post("/signup", { email, password: PASSWORD, metadata: { name: HOSTILE } }),
      await post("/signup", { email: "plain@example.com", password: PASSWORD, metadata: { name: HOSTILE } }),
      await post("/api-keys", { name: HOSTILE.slice(0, 64), currentPassword: PASSWORD }),
    ];
    // An address of this kind is refused as it is; the others are there.
    expect(answers.map((answer) => answer.status())).toEqual([400, 200, 200]);
    await signInElsewhere(site, "plain@example.com", HOSTILE);
    await open(page, `${site.origin}/account?session=known`);
    await page.locator("bdi").getByText(HOSTILE.slice(0, 64)).waitFor();
    const second = await tab();
    await open(second, `${site.origin}/?session=known`);
    expect(await second.locator("[data-metadata]").innerText()).toBe(HOSTILE);
    for (const one of [page, second]) {
      expect(await one.evaluate("globalThis.hit")).toBeUndefined();
      expect(await one.locator("#root img").count()).toBe(0);
    }
    expect(trouble).toEqual([]);
  });
});

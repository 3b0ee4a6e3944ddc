import type { Page } from "playwright-core";
import type { openBrowser } from "./browser.ts";
import { addFinger, type Finger, type StrongSite } from "./strong-site.ts";
import { meet, type Person, type PersonOptions } from "./visitors.ts";

type Browser = ReturnType<typeof openBrowser>;

/** Somebody whose device makes passkeys. */
export interface PasskeyPerson extends Person {
  readonly finger: Finger;
}

/** Runs in every page: writes down how it asks for passkeys, and asks. */
function noteRequests(): void {
  const get = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = (options) => {
    sessionStorage["asked"] = `${sessionStorage["asked"] ?? ""} ${options?.mediation ?? "dialog"}`;
    return get(options);
  };
}

export async function greetOn(browser: Browser, site: StrongSite, options?: PersonOptions): Promise<PasskeyPerson> {
  const person = await meet(browser, site, options);
  await person.page.addInitScript(noteRequests);
  return { ...person, finger: await addFinger(person.page) };
}

/** Somebody with a new account that has a passkey alone. */
export async function signUpOn(browser: Browser, site: StrongSite, options?: PersonOptions): Promise<PasskeyPerson> {
  const person = await greetOn(browser, site, options);
  const { page, email, open } = person;
  await open("/sign-up");
  await press(page, "Create account with a passkey");
  await page.getByLabel("Email address").fill(email);
  await press(page, "Create account with a passkey");
  await page.getByText(`Hello, ${email}`).waitFor();
  site.requests();
  return person;
}

export const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();

/** How the pages of a tab have asked for passkeys so far. */
export const asked = (page: Page) =>
  page.evaluate(() => (sessionStorage["asked"]?.trim().split(" ") as string[] | undefined) ?? []);

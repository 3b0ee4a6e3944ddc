import type { Page } from "playwright-core";
import { freshEmail, PASSWORD, type openBrowser, type Visitor } from "./browser.ts";
import { keyboardOf, type Keyboard } from "./keyboard.ts";
import type { Site } from "./site.ts";

/** Somebody with a keyboard. */
export interface Person extends Visitor {
  readonly email: string;
  readonly keys: Keyboard;
  /** Opens a page, and waits until React is there. */
  open(path: string): Promise<void>;
}

export interface PersonOptions {
  /** Whether there is an account, and whether this browser is signed in to it. Default: neither. */
  readonly account?: "exists" | "signed-in";
  readonly colorScheme?: "light" | "dark";
}

type Browser = ReturnType<typeof openBrowser>;

export async function meet(browser: Browser, site: Site, options: PersonOptions = {}): Promise<Person> {
  const visitor = await browser.visit({ colorScheme: options.colorScheme ?? "light" });
  const email = freshEmail();
  if (options.account) await signUp(visitor, site, email);
  if (options.account === "exists") await visitor.context.clearCookies();
  site.requests();
  return {
    ...visitor,
    email,
    keys: keyboardOf(visitor.page),
    open: (path) => open(visitor.page, site.origin + path),
  };
}

export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction("document.documentElement.dataset.started !== undefined");
}

async function signUp({ context }: Visitor, site: Site, email: string): Promise<void> {
  const data = { email, password: PASSWORD };
  const answer = await context.request.post(`${site.origin}/auth/signup`, { data, headers: { origin: site.origin } });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** Signs in to the account from somewhere else. */
export async function signInElsewhere(site: Site, email: string, agent: string): Promise<void> {
  const headers = { "content-type": "application/json", "session-carrier": "bearer", "user-agent": agent };
  const body = JSON.stringify({ email, password: PASSWORD });
  const answer = await fetch(`${site.origin}/auth/signin`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

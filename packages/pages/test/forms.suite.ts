import { AuthError } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { rateLimit } from "@latchkey/core/rate-limit";
import { requireVerifiedEmail } from "@latchkey/core/require-verified-email";
import { testClock } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";
import { expect, it } from "vitest";
import { storageAway } from "../../../test/support/storage-away.ts";
import { openShop, ORIGIN, PASSWORD, type Shop } from "./server.ts";
import { attribute, OWN_FORM, tagOf, textOf, Visitor, type Seen } from "./visitor.ts";

export const EMAIL = "ada@example.com";
export const PATHS = [
  "/sign-in",
  "/sign-up",
  "/sign-out",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/confirm-email",
  "/account",
] as const;

/** A shop with one account, whose owner is signed in. */
export async function openWithAda(shop: Shop): Promise<Visitor> {
  const ada = new Visitor(shop);
  const joined = await ada.post("/sign-up", { username: "ada", email: EMAIL, password: PASSWORD });
  expect(joined.status).toBe(303);
  return ada;
}

/** The name of the field that has the focus, or what the message in focus says. */
function focusOf({ html }: Seen): string | null {
  const focused = [...html.matchAll(/<(?:input|p)[^>]*\sautofocus[^>]*>([^<]*)/g)];
  expect(focused.length).toBeLessThanOrEqual(1);
  const [tag = "", text = ""] = focused[0] ?? [];
  return tag.startsWith("<input") ? attribute(tag, "name") : text.trim() || null;
}

/** The error that a field points to. */
function errorOf({ html }: Seen, name: string): string | null {
  const tag = tagOf(html, name);
  const [id = ""] = attribute(tag, "aria-describedby")?.split(" ") ?? [];
  if (attribute(tag, "aria-invalid") !== "true") return null;
  return new RegExp(`<p class="error" id="${id}">([^<]*)</p>`).exec(html)?.[1] ?? null;
}

/** What forms do when they are refused. */
export function tellForms(): void {
  it("CL05 a refused form comes again with what was typed, the error at its field, and the focus there", async () => {
    const shop = openShop();
    await openWithAda(shop);
    const other = new Visitor(shop);
    const cases: [string, Record<string, string>, number, string, string][] = [
      ["/sign-in", { username: EMAIL, password: "wrong" }, 401, "password", "These sign-in details are not correct."],
      ["/sign-in", { username: "no@such", password: "wrong" }, 400, "username", "This email address cannot be used."],
      ["/sign-in", { username: "", password: "x" }, 400, "username", "Fill in this field."],
      ["/sign-in", { username: EMAIL, password: "" }, 400, "password", "Fill in this field."],
      ["/sign-up", { username: "a", email: EMAIL, password: PASSWORD }, 400, "username", "Use 3 to 32 letters"],
      [
        "/sign-up",
        { username: "ada", email: "b@b.test", password: PASSWORD },
        409,
        "username",
        "This user name is taken.",
      ],
      ["/sign-up", { username: "bea", email: EMAIL, password: PASSWORD }, 409, "email", "There is already an account"],
      [
        "/sign-up",
        { username: "bea", email: "b", password: PASSWORD },
        400,
        "email",
        "This email address cannot be used.",
      ],
      [
        "/sign-up",
        { username: "bea", email: "b@b.test", password: "short" },
        400,
        "password",
        "This password is too short.",
      ],
      ["/forgot-password", { email: "ada" }, 400, "email", "This email address cannot be used."],
      ["/reset-password", { token: "x", password: "short" }, 400, "password", "This password is too short."],
      ["/verify-email", { token: "x" }, 401, "password", "Fill in this field."],
    ];
    for (const [path, fields, status, field, sentence] of cases) {
      const seen = await other.post(path, fields);
      expect([path, seen.status, errorOf(seen, field), focusOf(seen)]).toEqual([
        path,
        status,
        expect.stringContaining(sentence),
        field,
      ]);
      for (const [name, value] of Object.entries(fields)) {
        expect([name, attribute(tagOf(seen.html, name), "value")]).toEqual([name, name === "password" ? null : value]);
      }
      expect(seen.headers.getSetCookie()).toEqual([]);
    }
    expect(shop.reported).toEqual([]);
  });

  it("CL05 a refused form of the account opens its section, and no other form shows the error", async () => {
    const clock = testClock();
    const ada = await openWithAda(openShop({ auth: { now: clock.now } }));
    // From then on, forms ask for the password.
    clock.advance(300);
    const cases: [Record<string, string>, number, string, string][] = [
      [
        { action: "change-password", currentPassword: "no", newPassword: "x".repeat(9) },
        401,
        "password",
        "currentPassword",
      ],
      [{ action: "change-password", currentPassword: PASSWORD, newPassword: PASSWORD }, 400, "password", "newPassword"],
      [{ action: "change-email", email: EMAIL, currentPassword: PASSWORD }, 400, "email", "email"],
      [{ action: "change-email", email: "b@b.test", currentPassword: "no" }, 401, "email", "currentPassword"],
      [{ action: "create-api-key", name: "", currentPassword: PASSWORD }, 400, "api-key", "name"],
      [{ action: "create-api-key", name: "Backup", currentPassword: "no" }, 401, "api-key", "currentPassword"],
      [{ action: "delete-account", currentPassword: "no" }, 401, "delete", "currentPassword"],
    ];
    for (const [fields, status, form, field] of cases) {
      const seen = await ada.post("/account", fields);
      const invalid = [...seen.html.matchAll(/id="([\w-]+)"[^>]*aria-invalid="true"/g)].map(([, id]) => id);
      expect([fields.action, seen.status, invalid]).toEqual([fields.action, status, [`${form}-${field}`]]);
      expect(focusOf(seen)).toBe(field);
      expect(seen.html.match(/<details open>/g)).toHaveLength(1);
      for (const [name, value] of Object.entries(fields)) {
        const shown = new RegExp(`id="${form}-${name}"[^>]* value="([^"]*)"`, "s").exec(seen.html)?.[1];
        if (name !== "action") expect([name, shown]).toEqual([name, /password/i.test(name) ? undefined : value]);
      }
    }
    expect((await ada.get("/account")).html).not.toMatch(/aria-invalid="|<details open/);
  });

  it("an error that is about no field stands above the form and has the focus", async () => {
    const ada = await openWithAda(openShop());
    const gone = await ada.post("/account", { action: "end-session", id: "AAAAAAAAAAAAAAAA" });
    expect([gone.status, focusOf(gone)]).toEqual([404, "This no longer exists. Reload the page."]);
    const noKey = await ada.post("/account", { action: "delete-api-key", id: "x" });
    expect([noKey.status, focusOf(noKey)]).toEqual([404, "This no longer exists. Reload the page."]);
    const scope = { action: "create-api-key", name: "Backup", scopes: "root", currentPassword: PASSWORD };
    const forbidden = await ada.post("/account", scope);
    expect([forbidden.status, focusOf(forbidden)]).toEqual([400, "This value is not allowed. Check it and try again."]);
    const unknown = await ada.post("/account", { action: "toString" });
    expect(unknown.status).toBe(404);
    expect((await ada.post("/account", { action: "__proto__" })).status).toBe(404);
  });

  it("a limit says when to come back, in words and in Retry-After", async () => {
    const clock = testClock();
    const shop = openShop({ auth: { guards: [throttle({ limit: 2 }), rateLimit()], now: clock.now } });
    await openWithAda(shop);
    const guesser = new Visitor(shop);
    const guess = () => guesser.post("/sign-in", { username: EMAIL, password: "wrong" });
    let seen = await guess();
    for (let tries = 0; seen.status === 401 && tries < 20; tries++) seen = await guess();
    expect(seen.status).toBe(429);
    expect(Number(seen.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(focusOf(seen)).toMatch(/^Too many attempts\. Try again in \d+ (?:second|minute|hour)s?\.$/);
    expect(attribute(tagOf(seen.html, "username"), "value")).toBe(EMAIL);
  });

  it("a second mail within the interval is refused where one is signed in, and says when to come back", async () => {
    const ada = await openWithAda(openShop());
    await ada.post("/account", { action: "send-verification" });
    const again = await ada.post("/account", { action: "send-verification" });
    expect(again.status).toBe(429);
    expect(focusOf(again)).toMatch(/^Too many attempts\. Try again in /);
  });

  it("an unconfirmed address is told after the right password, and a hook's refusal with its status", async () => {
    const shop = openShop({ auth: { guards: [requireVerifiedEmail()] } });
    await openWithAda(shop);
    const seen = await new Visitor(shop).post("/sign-in", { username: EMAIL, password: PASSWORD });
    expect([seen.status, focusOf(seen)]).toEqual([403, expect.stringContaining("Confirm your email address first.")]);

    const refuse = () => Promise.reject(new AuthError("refused", "Not today <b>"));
    const closed = openShop({ auth: { hooks: { before: refuse } } });
    const refused = await new Visitor(closed).post("/sign-up", { username: "ada", email: EMAIL, password: PASSWORD });
    expect([refused.status, focusOf(refused)]).toEqual([403, expect.stringContaining("This is not allowed.")]);
    expect(refused.html).not.toContain("Not today");
  });

  it("storage trouble is a page with status 503, on every page, and nobody is signed out by it", async () => {
    const storage = memoryStorage();
    let isAway = false;
    let asked = 0;
    const isInTrouble = () => {
      asked += 1;
      return isAway;
    };
    const shop = openShop({ storage: storageAway(storage, isInTrouble) });
    const ada = await openWithAda(shop);
    await ada.post("/forgot-password", { email: EMAIL });
    const token = (await shop.mailTo(EMAIL)).split("=")[1]!;
    const { cookie } = ada;
    isAway = true;
    for (const path of [
      "/sign-in",
      "/sign-up",
      "/sign-out",
      "/account",
      "/verify-email?token=x",
      "/confirm-email?token=x",
    ]) {
      const seen = await ada.get(path);
      expect([path, seen.status, seen.location]).toEqual([path, 503, null]);
      expect(textOf(seen.html)).toContain("The service is not available at the moment.");
      expect(seen.headers.get("retry-after")).toBe("1");
      expect(seen.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
    const forms: [string, Record<string, string>][] = [
      ["/sign-in", { username: EMAIL, password: PASSWORD }],
      ["/sign-up", { username: "bea", email: "b@b.test", password: PASSWORD }],
      ["/sign-out", {}],
      ["/reset-password", { token, password: PASSWORD }],
      ["/verify-email", { token }],
      ["/account", { action: "end-all-sessions" }],
      ["/account", { action: "change-password", currentPassword: PASSWORD, newPassword: "another password" }],
    ];
    for (const [path, fields] of forms) {
      const seen = await ada.post(path, fields);
      expect([path, seen.status, seen.location, seen.headers.getSetCookie()]).toEqual([path, 503, null, []]);
    }
    // Storage that does not answer is not asked a second time, to show the form again.
    asked = 0;
    await ada.post("/account", { action: "delete-account", currentPassword: PASSWORD });
    expect(asked).toBe(1);
    expect(ada.cookie).toBe(cookie);
    isAway = false;
    expect((await ada.get("/account")).status).toBe(200);
  });

  it("a form that no page sends is refused with a page: another type, too much, broken text", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    const send = (headers: Record<string, string>, body: string) =>
      shop.handler(
        new Request(`${ORIGIN}/auth/account`, {
          method: "POST",
          headers: { ...OWN_FORM, cookie: ada.cookie, ...headers },
          body,
        }),
      );
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const answers = [
      await send({ "content-type": "application/json" }, '{"action":"end-all-sessions"}'),
      await send({ "content-type": "multipart/form-data; boundary=x" }, "--x--"),
      await send(form, `action=${"x".repeat(70_000)}`),
      await send(form, "action=%FF"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([415, 415, 413, 400]);
    for (const answer of answers) {
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await answer.text()).toContain('<a href="/auth/account">Try again</a>');
    }
    const twice = await ada.post("/account", { action: ["end-all-sessions", "end-all-sessions"] });
    expect(twice.status).toBe(404);
  });
}

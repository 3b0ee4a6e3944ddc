import { expect, it } from "vitest";
import { html } from "../src/index.ts";
import { openWithAda } from "./forms.suite.ts";
import { openShop, ORIGIN, PASSWORD } from "./server.ts";
import { attribute, tagOf, Visitor } from "./visitor.ts";

/** Markup that would run, break out of an attribute, or end the style, if it were not text. */
const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)></style></title>&lt;\u202e`;
const ESCAPED = HOSTILE.replaceAll("&", "&amp;")
  .replaceAll("<", "&lt;")
  .replaceAll(">", "&gt;")
  .replaceAll('"', "&quot;")
  .replaceAll("'", "&#39;");

function expectText(markup: string): void {
  expect(markup).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
  expect(markup.match(/<\/style>/g)).toHaveLength(1);
  expect(markup.match(/<\/title>/g)).toHaveLength(1);
}

/** HTML in every place where a page shows what somebody else wrote. */
export function tellHostile(): void {
  it("CL10 whatever is typed into a form is text in the form that comes again", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    const forms: [Visitor, string, Record<string, string>, string][] = [
      [new Visitor(shop), "/sign-in", { username: HOSTILE, password: HOSTILE }, "username"],
      [new Visitor(shop), "/sign-up", { username: HOSTILE, email: HOSTILE, password: HOSTILE }, "email"],
      [new Visitor(shop), "/forgot-password", { email: HOSTILE }, "email"],
      [new Visitor(shop), "/reset-password", { token: HOSTILE, password: "x" }, "token"],
      [new Visitor(shop), "/verify-email", { token: HOSTILE }, "token"],
      [ada, "/account", { action: "change-email", email: HOSTILE, currentPassword: HOSTILE }, "email"],
      [
        ada,
        "/account",
        { action: "create-api-key", name: HOSTILE, currentPassword: "no", expiresIn: HOSTILE, scopes: HOSTILE },
        "name",
      ],
    ];
    for (const [visitor, path, fields, field] of forms) {
      const { html: markup, status } = await visitor.post(path, fields);
      expect(status).toBeGreaterThanOrEqual(400);
      expectText(markup);
      expect(attribute(tagOf(markup, field), "value")).toBe(ESCAPED);
    }
  });

  it("CL10 whatever is in an address is text: a token, a return path, a message", async () => {
    const nobody = new Visitor(openShop());
    const query = encodeURIComponent(HOSTILE);
    for (const path of ["/reset-password", "/verify-email", "/confirm-email"]) {
      const { html: markup } = await nobody.get(`${path}?token=${query}`);
      expectText(markup);
      expect(attribute(tagOf(markup, "token"), "value")).toBe(ESCAPED);
    }
    for (const name of ["next", "done", "token"]) {
      for (const path of ["/sign-in", "/sign-up", "/forgot-password"]) {
        expectText((await nobody.get(`${path}?${name}=${name === "next" ? "/" : ""}${query}`)).html);
      }
    }
  });

  it("CL10 names, addresses, devices and keys of HTML are text in the account, in bdi", async () => {
    const email = `o'x&{y}\`|~@example.com`;
    const agent = `Evil${HOSTILE}`.replace("\u202e", "");
    const shop = openShop({
      pages: { name: HOSTILE },
      http: { client: () => ({ address: HOSTILE, agent }) },
    });
    const ada = new Visitor(shop);
    await ada.post("/sign-up", { username: "a.b-c_d", email, password: PASSWORD });
    const key = { action: "create-api-key", name: `<b>"'&`, currentPassword: PASSWORD };
    await ada.post("/account", key);
    const { html: markup, status } = await ada.get("/account");
    expect(status).toBe(200);
    expectText(markup);
    expect(markup).toContain("<bdi>o&#39;x&amp;{y}`|~@example.com</bdi>");
    expect(markup).toContain("<bdi>&lt;b&gt;&quot;&#39;&amp;</bdi>");
    expect(markup).toContain(`<bdi>IP address &quot;&gt;&lt;script&gt;`);
    expect(markup).toContain(`<p class="brand">${ESCAPED}</p>`);
    expect(markup).toContain("<bdi>Evil&quot;&gt;&lt;script&gt;");
    expect(markup).toContain(`Delete API key &lt;b&gt;&quot;&#39;&amp;"`);
  });

  it("CL10 the template escapes text in tags and attributes, joins lists, and takes no look-alike of markup", () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.markup).toBe(`<p title="${ESCAPED}">${ESCAPED}</p>`);
    expect(html`${[1, [html`<b>`, "<b>"]]}${null}${undefined}${false}${0}${""}`.markup).toBe("1<b>&lt;b&gt;0");
    const lookAlike = JSON.parse('{"markup":"<script>"}') as string;
    expect(html`${lookAlike}`.markup).toBe("[object Object]");
  });

  it("a Host header that is hostile reaches no link", async () => {
    const shop = openShop();
    const request = new Request(`${ORIGIN}/auth/sign-in`, {
      headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
    });
    const markup = await (await shop.handler(request)).text();
    expect(markup).not.toContain("evil.example");
    expect([...markup.matchAll(/(?:href|action)="([^"]*)"/g)].every(([, path]) => path!.startsWith("/auth/"))).toBe(
      true,
    );
  });
}

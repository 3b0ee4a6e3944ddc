import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { sessions } from "@latchkey/core/sessions";
import { en } from "@latchkey/locales/en";
import { de } from "@latchkey/locales/de";
import { describe, expect, it } from "vitest";
import { html, pages, type PagesOptions, type Part } from "../src/index.ts";
import { openWithAda } from "./forms.suite.ts";
import { openShop, PASSWORD } from "./server.ts";
import { attribute, tagOf, textOf, Visitor } from "./visitor.ts";

const auth = createAuth({ storage: memoryStorage(), secret: crypto.getRandomValues(new Uint8Array(32)) });
const COMPANIONS = [
  "passwordReset",
  "emailVerification",
  "emailChange",
  "passwordChange",
  "sessions",
  "ownAccount",
  "usernames",
  "apiKeys",
] as const;

const sectionsOf = (markup: string) => [...markup.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);

describe("what there is, by the companions", () => {
  it("without any: signing in, up and out by address, and a profile", async () => {
    const shop = openShop({ without: COMPANIONS });
    const ada = new Visitor(shop);
    const signIn = await ada.get("/sign-in");
    expect(attribute(tagOf(signIn.html, "email"), "type")).toBe("email");
    expect(signIn.html).not.toContain("forgot-password");
    for (const path of ["/forgot-password", "/reset-password", "/verify-email", "/confirm-email"]) {
      expect((await ada.get(path)).status).toBe(404);
    }
    expect(tagOf((await ada.get("/sign-up")).html, "username")).toBe("");
    await ada.post("/sign-up", { email: "ada@example.com", password: PASSWORD });
    const account = await ada.get("/account");
    expect(sectionsOf(account.html)).toEqual(["profile"]);
    expect(textOf(account.html)).not.toMatch(/confirm/i);
    expect((await ada.post("/account", { action: "end-all-sessions" })).status).toBe(404);
    await ada.post("/sign-out");
    expect((await ada.post("/sign-in", { email: "ada@example.com", password: PASSWORD })).status).toBe(303);
  });

  it("with all: each has its section, and deleting the account stands last", async () => {
    const extra: Part = {
      sections: [
        {
          id: "extra",
          title: () => "Extra",
          open: async () => ({ draw: () => html`<p>more</p>` }),
          actions: {},
          messages: {},
        },
      ],
    };
    const ada = await openWithAda(openShop({ pages: { parts: [extra] } }));
    const sections = sectionsOf((await ada.get("/account")).html);
    expect(sections).toEqual(["profile", "password", "email", "sessions", "api-keys", "extra", "delete"]);
  });

  it("a server that takes no new accounts has no page for them and no link to it", async () => {
    const nobody = new Visitor(openShop({ auth: { signUps: false } }));
    expect((await nobody.get("/sign-in")).html).not.toContain("/auth/sign-up");
    expect((await nobody.get("/sign-up")).status).toBe(404);
  });

  it("a part adds a page, a way in on both pages, a link, and a section with an action and a message", async () => {
    const part: Part = {
      pages: [
        {
          path: "/code",
          open: async ({ query, locale }) => ({
            draw: (attempt) => ({
              title: `Code ${locale.code}`,
              body: html`<p>${attempt?.error.code ?? query("x")}</p>`,
            }),
          }),
          submit: async ({ arrival }, form) => ({
            redirectTo: arrival(),
            setCookie: [`code=${form.required("code")}`],
          }),
        },
      ],
      wayIn: ({ link }) => html`<a class="button" href="${link("/code")}">By code</a>`,
      signInLink: () => html`<a href="/help">Help</a>`,
      sections: [
        {
          id: "codes",
          title: ({ locale }) => `Codes ${locale.code}`,
          open: async ({ visitor }) => ({
            draw: (attempt) => html`<p>${visitor.user.username} ${attempt?.form.text("n")}</p>`,
          }),
          actions: {
            "make-codes": async ({ form }) => ({ done: `made-${form.required("n")}` }),
            "show-codes": async () => ({ once: html`<p>1234</p>` }),
          },
          messages: { "made-1": () => "One code is made." },
        },
      ],
    };
    const shop = openShop({ pages: { parts: [part] } });
    const nobody = new Visitor(shop);
    for (const path of ["/sign-in", "/sign-up"]) {
      expect((await nobody.get(path)).html).toMatch(
        /<p class="or">or<\/p>\s*<div class="ways">.*<a class="button" href="\/auth\/code">/,
      );
    }
    expect((await nobody.get("/sign-in")).html).toContain('<li><a href="/help">Help</a></li>');
    expect(textOf((await nobody.get("/code?x=7")).html)).toContain("Code en 7");
    const refused = await nobody.post("/code", { code: "" });
    expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining("invalid_request")]);
    expect((await nobody.post("/code", { code: "5" })).headers.getSetCookie()).toEqual(["code=5"]);

    const ada = await openWithAda(shop);
    expect(textOf((await ada.submit("/account", { action: "make-codes", n: "1" })).html)).toContain(
      "One code is made.",
    );
    const shown = await ada.post("/account", { action: "show-codes" });
    expect([shown.status, textOf(shown.html)]).toEqual([200, expect.stringMatching(/Codes en 1234 ada/)]);
    expect((await ada.post("/account", { action: "make-codes", n: "" })).status).toBe(400);
  });
});

describe("options of pages()", () => {
  it("are checked at once", () => {
    const wrong: [unknown, string][] = [
      [{ nmae: "Shop" }, 'no option "nmae"'],
      [{ name: " " }, "name must be a text"],
      [{ sessions }, "sessions takes the companion"],
      [{ passwordReset: null }, "passwordReset takes the companion"],
      [{ after: "https://evil.example" }, "after must be a path"],
      [{ after: "//evil.example" }, "after must be a path"],
      [{ locales: [] }, "locales takes a list"],
      [{ parts: {} }, "parts takes a list"],
      [{ theme: { color: "red" } }, 'no "color"'],
    ];
    for (const [options, sentence] of wrong) {
      expect(() => pages(auth, options as PagesOptions)).toThrow(sentence);
      expect(() => pages(auth, options as PagesOptions)).toThrow(TypeError);
    }
    const nothing = { name: undefined, theme: undefined, after: undefined, locales: undefined, parts: undefined };
    expect(() => pages(auth, { ...nothing, sessions: undefined })).not.toThrow();
  });

  it("theme: a value is one value, and nothing else can stand in the style", () => {
    const hostile = [
      "red;}body{display:none",
      "</style><script>",
      "#fff/**/",
      "url(//evil.example)",
      "",
      "var(--x)",
      "expression(1)",
      "#12345",
    ];
    for (const value of hostile) {
      for (const name of ["accent", "radius", "font"]) {
        if (name === "font" && value === "") continue;
        expect(() => pages(auth, { theme: { [name]: value } })).toThrow(`theme.${name} must be like`);
      }
    }
    for (const font of ["Inter; color: red", "a'b", 'a"b', "a}b", "a\nb", "a\\b", "a,,b"]) {
      expect(() => pages(auth, { theme: { font } })).toThrow("theme.font must be like");
    }
    const { style } = pages(auth, { theme: { accent: "#fd0", radius: "4px", font: "Inter, system-ui" } }).site.look;
    expect(style.markup).toContain("<style>:root{--accent:#fd0;--on-accent:#000;--radius:4px;--font:Inter, system-ui}");
  });

  it("theme: the text on the accent has a contrast of 4.5 to 1 or more, whatever the accent", () => {
    const linear = (channel: number) =>
      channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
    const luminance = (color: string) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
        return sum + weight * linear(Number.parseInt(color.slice(1 + at * 2, 3 + at * 2), 16));
      }, 0);
    for (let step = 0; step < 4096; step += 7) {
      const accent = `#${step.toString(16).padStart(3, "0")}`;
      const { markup } = pages(auth, { theme: { accent } }).site.look.style;
      const [, text = ""] = /--on-accent:(#\w+)/.exec(markup) ?? [];
      const [dark, light] = [accent, text]
        .map((color) => luminance(color.replace(/[\da-f]/g, "$&$&")) + 0.05)
        .sort((one, other) => one - other) as [number, number];
      expect(light / dark).toBeGreaterThan(4.5);
    }
  });

  it("after: people go there after signing in and up, and from the sign-in page when they are signed in", async () => {
    const shop = openShop({ pages: { after: "/dashboard?tab=1" } });
    const ada = new Visitor(shop);
    const joined = await ada.post("/sign-up", { username: "ada", email: "ada@example.com", password: PASSWORD });
    expect(joined.location).toBe("/dashboard?tab=1");
    expect((await ada.get("/sign-in")).location).toBe("/dashboard?tab=1");
    expect((await ada.get("/sign-up")).location).toBe("/dashboard?tab=1");
    expect((await ada.post("/sign-in", { username: "ada", password: PASSWORD })).location).toBe("/dashboard?tab=1");
  });

  it("locales: Accept-Language chooses among them, the first is the default, and lang and dir follow", async () => {
    const rtl = { ...en, code: "ar", direction: "rtl" } as const;
    const nobody = new Visitor(openShop({ pages: { locales: [de, rtl] } }));
    const htmlTag = async (header: Record<string, string>) =>
      /<html[^>]*>/.exec((await nobody.get("/sign-in", header)).html)?.[0];
    expect(await htmlTag({})).toBe('<html lang="de" dir="ltr">');
    expect(await htmlTag({ "accept-language": "fr" })).toBe('<html lang="de" dir="ltr">');
    expect(await htmlTag({ "accept-language": "ar-EG, de;q=0.5" })).toBe('<html lang="ar" dir="rtl">');
    const every = new Visitor(openShop());
    expect(textOf((await every.get("/sign-in", { "accept-language": "ja" })).html)).toContain("パスワード");
    expect(
      textOf((await every.post("/sign-in", {}, { origin: "https://shop.test", "accept-language": "de" })).html),
    ).toContain("Füllen Sie dieses Feld aus.");
  });

  it("name: without one there is none, and the base path is the handler's", async () => {
    const shop = openShop({ pages: { name: undefined }, http: {} });
    const { html: markup } = await new Visitor(shop).get("/sign-in/");
    expect(markup).toContain("<title>Sign in</title>");
    expect(markup).not.toContain('brand"');
    expect(markup).toContain('action="/auth/sign-in"');
  });
});

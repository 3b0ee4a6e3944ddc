import { locales, type MailSentences } from "@latchkey/locales";
import { describe, expect, it } from "vitest";
import type { MailLocale } from "../src/index.ts";
import { everyMail, keepingMailer, NOW, ORIGIN, TOKEN, userWith } from "./support/mails.ts";

const KINDS = [
  "verification",
  "reset",
  "emailChange",
  "emailChanged",
  "signIn",
  "signUp",
  "proof",
  "newDevice",
  "passwordChanged",
  "identityLinked",
  "identityUnlinked",
  "passkeyAdded",
  "passkeyDeleted",
  "factorEnabled",
  "factorDisabled",
  "recoveryCodeUsed",
];
const [en] = locales;

/** Every URL in a mail, as text or in an attribute. */
const urlsIn = (text: string) =>
  [...text.matchAll(/\b(?:[a-z][a-z\d+.-]*:\/\/|(?<=["'(])\/\/)[^\s"'<>)]*/gi)].map(([url]) => url);

describe("ML02 every mail", () => {
  it("ML02 is text and HTML, in every language, with the language and its direction", async () => {
    for (const locale of locales) {
      const mails = await everyMail({ locale });
      expect(Object.keys(mails)).toEqual(KINDS);
      for (const { subject, text, html } of Object.values(mails)) {
        expect(text).toContain(locale.mails.greeting);
        expect(html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${locale.code}" dir="ltr">`));
        expect(html).toContain(`<title>${subject.replaceAll("'", "&#39;")}</title>`);
        expect(text + html + subject).not.toMatch(/[{}](?![^<]*<\/style>)|undefined|null|\[object/);
      }
    }
  });

  it("ML02 fetches nothing: no image, no font, no style sheet, no script, no form", async () => {
    for (const { html } of Object.values(await everyMail())) {
      expect(html).not.toMatch(/<(?:img|script|link|iframe|form|input|video|audio|object|embed|base|svg|picture)\b/i);
      expect(html).not.toMatch(/url\(|@import|@font-face|\bsrc=|\bbackground=|http-equiv|\bon\w+=/i);
    }
  });

  it("ML02 leads to the origin alone, and the links of text and HTML are the same", async () => {
    const links = (kind: string, path: string) => [kind, path === "" ? [] : [`${ORIGIN}/auth/${path}`]] as const;
    const wanted = Object.fromEntries([
      links("verification", `verify-email?token=${TOKEN}`),
      links("reset", `reset-password?token=${TOKEN}`),
      links("emailChange", `confirm-email?token=${TOKEN}`),
      links("emailChanged", ""),
      links("signIn", `mail-sign-in#token=${TOKEN}`),
      links("signUp", `mail-sign-in#token=${TOKEN}`),
      links("proof", ""),
      links("newDevice", "account"),
      links("passwordChanged", "forgot-password"),
      links("identityLinked", "account"),
      links("identityUnlinked", "account"),
      links("passkeyAdded", "account"),
      links("passkeyDeleted", "account"),
      links("factorEnabled", "account"),
      links("factorDisabled", "account"),
      links("recoveryCodeUsed", "account"),
    ]);
    for (const [kind, { text, html }] of Object.entries(await everyMail())) {
      expect(urlsIn(text)).toEqual(wanted[kind]);
      expect([...new Set(urlsIn(html))]).toEqual(wanted[kind]);
      expect(
        [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href).every((href) => href === wanted[kind]?.[0]),
      ).toBe(true);
    }
  });

  it("ML02 values of HTML are text, in whatever place they stand", async () => {
    const evil = `"><img src=x onerror='alert(1)'>&amp;</title>`;
    const name = `Shop ${evil}`;
    const user = userWith({ metadata: { name: evil }, username: "ada" });
    const mails = await everyMail({ name }, user);
    for (const { html, text } of Object.values(mails)) {
      expect(html).not.toContain("<img");
      expect(html).toContain("Shop &quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;&lt;/title&gt;");
      expect(text).toContain(name);
    }
  });

  it("ML02 what a stranger can write, such as a name in metadata, is in no mail to another's address", async () => {
    const user = userWith({
      metadata: { name: "Win a prize at evil.example", locale: "evil.example" },
      username: "evil.example",
    });
    expect(JSON.stringify(await everyMail({}, user))).not.toContain("evil.example");
  });

  it("a device and an address are shown only if they look like ones", async () => {
    const { mail, last } = keepingMailer({ waitUntil: (work) => pending.push(work) });
    const pending: Promise<void>[] = [];
    const managed = { ...userWith(), disabled: false };
    const notices = mail.notices({ find: async () => managed, sessions: async () => [] });
    const event = {
      type: "session.opened",
      pool: "users",
      userId: managed.id,
      sessionId: "s",
      at: new Date(NOW).toISOString(),
    } as const;
    const told = async (client: { address: string | null; agent: string | null }) => {
      notices({ ...event, client });
      await Promise.all(pending);
      return last().text;
    };
    expect(await told({ address: "2001:db8::1", agent: "curl/8.0" })).toContain(
      "Device: curl\nIP address: 2001:db8::1\n",
    );
    const odd = await told({ address: "evil.example/?", agent: "evil.example/1" });
    expect(odd).toContain("Device: Unknown\n\nSee your devices");
    expect(odd).not.toContain("evil");
    expect(await told({ address: null, agent: null })).toContain(
      "Time: January 1, 2030 at 12:00 PM UTC\nDevice: Unknown\n\n",
    );
  });

  it("says how long a link is valid, by the clock that it is given", async () => {
    const { verification, reset, newDevice } = await everyMail();
    expect(verification!.text).toContain("The link is valid for 24 hours and works once.");
    expect(reset!.text).toContain("The link is valid for 1 hour and works once.");
    expect(newDevice!.text).not.toContain("The link");
  });
});

describe("CL09 sentences of mails", () => {
  it("CL09 no sentence is in code: in a language of one mark, there are marks and values alone", async () => {
    const mails = Object.fromEntries(Object.keys(en!.mails).map((key) => [key, "¤"])) as unknown as MailSentences;
    const marked: MailLocale = { code: "en", direction: "ltr", mails };
    for (const { subject, text, html } of Object.values(await everyMail({ locale: marked }))) {
      expect(subject).toBe("¤");
      const rest = text.replace(/https:\S+|January 1, 2030 at 12:00 PM UTC|203\.0\.113\.7|012345|¤|^-- $|^Shop$/gm, "");
      expect(rest.replace(/[:\s]/g, "")).toBe("");
      const shown = html.replace(/<style>[^]*<\/style>|<[^>]*>/g, "");
      expect(shown.replace(/https:\S+|January 1, 2030 at 12:00 PM UTC|203\.0\.113\.7|012345|¤|Shop/g, "").trim()).toBe(
        "",
      );
    }
  });

  it("CL09 every sentence of mails is in some mail", async () => {
    const used = new Set<string>();
    const mails = new Proxy(en!.mails, {
      get(sentences, key) {
        used.add(String(key));
        return Reflect.get(sentences, key) as unknown;
      },
    });
    await everyMail({ locale: { code: "en", direction: "ltr", mails } });
    // The last is for a device that has no name.
    used.add("detailsDeviceUnknown");
    expect([...used].sort()).toEqual(Object.keys(en!.mails).sort());
  });
});

import { describe, expect, it } from "vitest";
import { readConfig, type Environment } from "../../src/index.ts";
import { SETTINGS } from "../../src/lib/settings/settings.ts";

const SECRET = "hunter22-hunter22-hunter22-hunter22";

describe("a value that a setting does not take is refused by its name:", () => {
  it.each<[env: Environment, sentence: string | RegExp]>([
    [{ AUTH_SIGN_UPS: "no" }, 'AUTH_SIGN_UPS must be on or off: got "no".'],
    [{ AUTH_SESSION_LIFETIME: "59" }, /^AUTH_SESSION_LIFETIME must be a time from 1m to 400d: .* got "59"\.$/],
    [{ AUTH_BODY_LIMIT: "1e6" }, /^AUTH_BODY_LIMIT must be a number from 1024 to /],
    [{ AUTH_COOKIE_SAME_SITE: "Lax" }, 'AUTH_COOKIE_SAME_SITE must be "lax", "strict" or "none": got "Lax".'],
    [{ AUTH_LANGUAGES: "en,tlh" }, /^AUTH_LANGUAGES takes en, de, es, fr, ja, pt, with commas/],
    [
      { AUTH_ORIGIN: "http://shop.example" },
      /^AUTH_ORIGIN must be an https origin without a path, like AUTH_ORIGIN=https:/,
    ],
    [
      { AUTH_TRUSTED_PROXIES: "10.0.0.0/33" },
      /^AUTH_TRUSTED_PROXIES takes addresses, networks, loopback, private, or none/,
    ],
    [{ AUTH_TRUSTED_PROXIES: "none,loopback" }, /^AUTH_TRUSTED_PROXIES takes/],
    [{ AUTH_POOLS: "Staff" }, /^AUTH_POOLS takes different names/],
    [{ AUTH_POOLS: "users" }, /^AUTH_POOLS takes different names/],
    [{ AUTH_OPEN_POOLS: "staff" }, 'AUTH_OPEN_POOLS names "staff", which is not in AUTH_POOLS.'],
    [{ AUTH_DATABASE_SCHEMA: "auth" }, /^AUTH_DATABASE_SCHEMA is for PostgreSQL/],
    [{ AUTH_RESEND_KEY: SECRET }, /^AUTH_MAIL_FROM is missing/],
    [{ AUTH_RESEND_KEY: SECRET, AUTH_POSTMARK_TOKEN: SECRET }, /^AUTH_RESEND_KEY and AUTH_POSTMARK_TOKEN are both set/],
    [
      { AUTH_SES_REGION: "eu-central-1", AUTH_MAIL_FROM: "a@shop.example", AUTH_ORIGIN: "https://shop.example" },
      /^AUTH_SES_ACCESS_KEY_ID is missing/,
    ],
    [{ AUTH_MAIL_FROM: "a@shop.example" }, /^AUTH_SMTP_URL is missing/],
    [
      { NODE_ENV: "production", AUTH_SECRET: "Yk3vQ8sZ1nT6wB4jR9xM2cL7pF5hD0gA", AUTH_REQUIRE_VERIFIED_EMAIL: "on" },
      /^AUTH_REQUIRE_VERIFIED_EMAIL is on, but nothing sends mails/,
    ],
  ])("%j", (env, sentence) => {
    expect(() => readConfig(env)).toThrow(sentence);
    expect(() => readConfig(env)).not.toThrow(/hunter22/);
  });
});

it("a default is what its own text says, for every setting", () => {
  for (const [name, { kind, default: value }] of Object.entries(SETTINGS)) {
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    expect([name, kind.parse(kind.show(value))]).toEqual([name, value]);
  }
});

it("a refusal never repeats a secret, whichever it is", () => {
  for (const [name, { secret }] of Object.entries(SETTINGS)) {
    if (!secret) continue;
    // A variable alone is often refused, since it needs others.
    try {
      readConfig({ [name]: `hunter22\u0007${"x".repeat(2000)}` });
    } catch (error) {
      expect((error as Error).message).not.toContain("hunter22");
    }
  }
});

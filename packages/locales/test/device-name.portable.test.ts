import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviceName } from "../src/fill.ts";
import { locales } from "../src/index.ts";

const named = (agent: string | null) => deviceName(agent, "{browser} on {system}");
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

describe("deviceName", () => {
  it.each([
    ["Chrome on Windows", `${WINDOWS} ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`],
    ["Edge on Windows", `${WINDOWS} ${WEBKIT} Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0`],
    ["Opera on macOS", `${MAC} ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 OPR/127.0.0.0`],
    ["Firefox on Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"],
    ["Safari on macOS", `${MAC} ${APPLE} Version/26.1 Safari/605.1.15`],
    [
      "Safari on iPhone",
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) ${APPLE} Version/26.1 Mobile/15E148 Safari/604.1`,
    ],
    [
      "Chrome on iPad",
      `Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) ${APPLE} CriOS/143.0.0.0 Mobile/15E148 Safari/604.1`,
    ],
    ["Chrome on Android", `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/143.0.0.0 Mobile Safari/537.36`],
    [
      "Samsung Internet on Android",
      `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
    ],
    ["Chrome on ChromeOS", `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`],
    ["Windows", `${WINDOWS} Something/1.0`],
    ["curl", "curl/8.14.1"],
    ["okhttp", "okhttp/5.3.0"],
    ["Our App", "Our App/1.2 (Android 16)"],
  ])("%s", (name, agent) => {
    expect(named(agent)).toBe(name);
  });

  it.each([null, "", "-", "visit-evil.example/now", "<b>bold</b>/1", "Mozilla/5.0 (compatible)", "/"])(
    "names nothing for %j, and never a text with a link in it",
    (agent) => {
      expect(named(agent)).toBe(null);
    },
  );

  it("keeps short and plain whatever is sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (agent) => {
        expect(named(agent) ?? "").toMatch(/^[\w -]{0,40}$/);
      }),
    );
  });

  it("speaks every language", () => {
    const agent = `${WINDOWS} ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`;
    for (const { account, mails } of locales) {
      expect(deviceName(agent, account.sessionDevice)).toMatch(/Chrome.*Windows/);
      expect(deviceName(agent, mails.detailsDeviceName)).toBe(deviceName(agent, account.sessionDevice));
    }
  });
});

import { fill, type Locale } from "@latchkey/locales";

/** Names by what stands in a `User-Agent`. The first that fits counts: many browsers also call themselves Chrome. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS)\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*\bSafari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, "Windows"],
  [/\bAndroid\b/, "Android"],
  [/\biPad\b/, "iPad"],
  [/\biPhone\b/, "iPhone"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/**
 * What people call a device, by its user agent: "Firefox on Windows". Another program is called by its first word.
 * @example
 * ```ts
 * import { locales } from "@latchkey/locales";
 * import { deviceName } from "@latchkey/pages/blocks";
 *
 * deviceName(locales[0]!, request.headers.get("user-agent")); // "Firefox on Windows"
 * ```
 */
export function deviceName({ account }: Locale, agent: string | null): string {
  if (agent === null || agent.trim() === "") return account.sessionUnknownDevice;
  const nameIn = (names: typeof BROWSERS) => names.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = nameIn(BROWSERS);
  const system = nameIn(SYSTEMS);
  if (browser !== undefined && system !== undefined) return fill(account.sessionDevice, { browser, system });
  const [word = ""] = agent.trim().split(/[\s/]/, 1);
  // Every browser begins like this.
  return browser ?? system ?? (word === "Mozilla" ? account.sessionUnknownDevice : word);
}

import { fill } from "./fill.ts";

/** The first that is found counts: many browsers also carry the names of others. */
const BROWSERS: readonly [name: string, product: RegExp][] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\b(?:OPR|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS)\//],
  ["Safari", /\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//],
];

const SYSTEMS: readonly [name: string, comment: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
];

/** The name of a program that is no browser. It has no dot, so that no mail program makes a link of it. */
const PROGRAM = /^[a-z][a-z\d _-]{0,31}(?=\/)/i;

/**
 * A device as people call it, from the user agent of a session: `Firefox on Windows`. A program that is no browser is
 * called by its own name, such as `curl`. Anybody can send any user agent, so this proves nothing.
 *
 * @param agent the `User-Agent` header (RFC 9110 §10.1.5), or `null`
 * @param sentence how a language joins `{browser}` and `{system}`: `account.sessionDevice`
 * @returns `null` if the user agent names neither
 * @example
 * ```ts
 * import { deviceName } from "@latchkey/locales";
 * import { account } from "@latchkey/locales/en";
 *
 * const agent = request.headers.get("User-Agent");
 * const name = deviceName(agent, account.sessionDevice) ?? account.sessionUnknownDevice;
 * ```
 */
export function deviceName(agent: string | null, sentence: string): string | null {
  const text = (agent ?? "").slice(0, 500);
  const [browser, system] = [firstOf(BROWSERS, text), firstOf(SYSTEMS, text)];
  if (browser && system) return fill(sentence, { browser, system });
  const program = PROGRAM.exec(text)?.[0];
  return browser ?? (program === "Mozilla" ? system : (program ?? system));
}

function firstOf(names: readonly [name: string, pattern: RegExp][], agent: string): string | null {
  return names.find(([, pattern]) => pattern.test(agent))?.[0] ?? null;
}

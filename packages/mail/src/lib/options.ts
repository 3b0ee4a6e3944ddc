import { htmlBody } from "./layout/html-body.ts";
import { textBody } from "./layout/text-body.ts";
import { readLocale, type LocaleOption } from "./languages.ts";
import type { Letter } from "./letters/letter.ts";
import { oneLine } from "./letters/voice.ts";
import { readMailbox, type Mailbox } from "./mailbox.ts";
import type { Transport } from "./message.ts";
import { readOrigin, readPages, type Links, type MailPages } from "./pages.ts";

/** Options of `mailer()`. */
export interface MailerOptions {
  /** Who sends: `"Shop <no-reply@shop.example>"`, or an address alone. */
  readonly from: string;
  /**
   * The origin of your pages: `"https://shop.example"`. All links lead there, and never to where a request came from.
   * `http` is for development on localhost.
   */
  readonly origin: string | undefined;
  /** What sends the mails: `smtp()`, `resend()`, `postmark()`, `ses()`, or an object of yours with `send`. */
  readonly transport: Transport;
  /** The name of your service in the mails. Default: the name in `from`, or the host of `origin`. */
  readonly name?: string | undefined;
  /**
   * The language of mails, or a function from a user to one. Default: the language that `metadata.locale` of the user
   * names, or else English. A language of `@latchkey/locales` here is for users who have none there.
   */
  readonly locale?: LocaleOption | undefined;
  /** Where the pages are: the `basePath` of `createHandler`. Default `"/auth"`. */
  readonly basePath?: string | undefined;
  /** Pages of your own, each a path of your origin. Default: those of `@latchkey/pages`. */
  readonly pages?: MailPages | undefined;
  /** Lays out a mail in your own way, as text and HTML. Escape every value: letters are text. Default: one column. */
  readonly layout?: ((letter: Letter) => { readonly text: string; readonly html: string }) | undefined;
  /** Called when a mail was not sent. Default: one line on the console, with the name and code of the error alone. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
  /**
   * Keeps the runtime alive until a mail is sent. On Cloudflare Workers: `waitUntil` from `cloudflare:workers`.
   * Default: nothing, because a process stays alive.
   */
  readonly waitUntil?: ((work: Promise<void>) => unknown) | undefined;
  /** The clock: returns milliseconds since 1970. Give it what `createAuth` has. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The options, checked and filled in. */
export interface Settings {
  readonly from: Mailbox;
  readonly host: string;
  readonly service: string;
  readonly links: Links;
  readonly localeFor: ReturnType<typeof readLocale>;
  readonly layout: NonNullable<MailerOptions["layout"]>;
  readonly transport: Transport;
  readonly now: () => number;
  readonly later: Pick<MailerOptions, "onError" | "waitUntil">;
}

const NAMES = [
  "from",
  "origin",
  "transport",
  "name",
  "locale",
  "basePath",
  "pages",
  "layout",
  "onError",
  "waitUntil",
  "now",
];

/** @throws TypeError for an option that is missing, unknown or wrong */
export function readOptions(options: MailerOptions): Settings {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`mailer does not know the option "${unknown}"`);
  for (const name of ["layout", "onError", "waitUntil", "now"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "function") throw new TypeError(`mailer: ${name} must be a function`);
  }
  const { transport, onError, waitUntil, now = Date.now } = options;
  if (typeof transport?.send !== "function")
    throw new TypeError("mailer needs transport: smtp(…) from @latchkey/mail/smtp, or another with a method send");
  const from = readMailbox(options.from);
  if (!from) throw new TypeError('mailer needs from: "Shop <no-reply@shop.example>", or an address alone');
  const origin = readOrigin(options.origin);
  const { host } = new URL(origin);
  const name = options.name ?? (from.name === "" ? host : from.name);
  if (typeof name !== "string" || name.trim() === "" || name !== oneLine(name))
    throw new TypeError("mailer: name must be one line of text");
  return {
    from,
    host: new URL(origin).hostname,
    service: name,
    links: readPages(origin, options.basePath ?? "/auth", options.pages),
    localeFor: readLocale(options.locale),
    layout: options.layout ?? ((letter) => ({ text: textBody(letter), html: htmlBody(letter) })),
    transport,
    now,
    later: { onError, waitUntil },
  };
}

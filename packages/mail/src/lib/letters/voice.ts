import type { Locale, MailSentences } from "@latchkey/locales";
import { duration, fill } from "@latchkey/locales/fill";
import type { Letter, LetterButton } from "./letter.ts";

/** A language, as far as mails need it. Every `Locale` of `@latchkey/locales` is one. */
export type MailLocale = Pick<Locale, "code" | "direction" | "mails">;

/** The name of a sentence. */
export type SentenceKey = keyof MailSentences;

/** Writes letters in one language, in the name of one service. */
export interface Voice {
  /** The language. */
  readonly locale: MailLocale;
  /** A sentence with its values. `{service}` is filled in. */
  say(key: SentenceKey, values?: Readonly<Record<string, string>>): string;
  /** A moment, in UTC. */
  time(at: Date): string;
  /** A button with a link. `null` for a page that there is not. */
  button(
    label: SentenceKey,
    link: { readonly url: string; readonly seconds?: number | undefined } | null,
  ): LetterButton | null;
  /** A letter; what is left out is not in it. */
  letter(parts: Pick<Letter, "subject" | "text"> & Partial<Letter>): Letter;
}

/** @param locale what is said, and how; `service`: in whose name */
export function voiceOf(locale: MailLocale, service: string): Voice {
  const format = new Intl.DateTimeFormat(locale.code, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  const say: Voice["say"] = (key, values = {}) => {
    // A line break in a value would look like a line of ours, and in a subject like a header.
    const plain = Object.entries({ service, ...values }).map(([name, value]) => [name, oneLine(value)] as const);
    return fill(locale.mails[key], Object.fromEntries(plain));
  };
  return {
    locale,
    say,
    time: (at) => `${format.format(at)} UTC`,
    button: (label, link) =>
      link && {
        label: say(label),
        url: link.url,
        link:
          link.seconds === undefined
            ? null
            : {
                lifetime: say("linkLifetime", { duration: duration(locale, link.seconds) }),
                fallback: say("linkText"),
              },
      },
    letter: (parts) => ({
      lang: locale.code,
      direction: locale.direction,
      service: oneLine(service),
      greeting: say("greeting"),
      details: [],
      button: null,
      notes: [],
      ...parts,
    }),
  };
}

/** Without control characters and line separators. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}

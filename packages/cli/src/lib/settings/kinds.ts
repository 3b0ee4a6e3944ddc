/** A value that a setting does not take. The sentence goes on after the name of the setting: "must be …". */
export class WrongValue extends Error {}

/** What a setting takes. `Written` is how a configuration file may write it. */
export interface Kind<Value, Written = Value> {
  /** What it is called in docs: "whole number". */
  readonly label: string;
  /** Reads the text of a variable. @throws WrongValue */
  parse(text: string): Value;
  /** A value as people would write it. */
  show(value: Value): string;
  /** For types alone. */
  readonly written?: Written;
}

/** A length of time in a configuration file: seconds, or text like `"7d"`. */
export type Duration = number | `${number}${"s" | "m" | "h" | "d"}`;

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** One line of text. */
export function text(longest = 1024): Kind<string> {
  return {
    label: "text",
    parse(value) {
      if (!/\p{Cc}/u.test(value) && value.length <= longest) return value.trim();
      throw new WrongValue(`must be one line of at most ${longest} characters`);
    },
    show: (value) => value,
  };
}

/** Text that may have several lines, like a private key. */
export const anyText: Kind<string> = { label: "text", parse: (value) => value, show: (value) => value };

/** A whole number, both bounds included. */
export function wholeNumber(least: number, most: number): Kind<number> {
  return {
    label: "number",
    parse(value) {
      const number = Number(value);
      if (/^\d{1,15}$/.test(value) && number >= least && number <= most) return number;
      throw new WrongValue(`must be a number from ${least} to ${most}`);
    },
    show: String,
  };
}

/** A length of time: `"90"` and `"90s"` are seconds, and there are `m`, `h` and `d`. The value is in seconds. */
export function seconds(least: number, most: number): Kind<number, Duration> {
  return {
    label: "time",
    parse(value) {
      const [, number = "", unit = "s"] = /^(\d{1,12})([smhd])?$/.exec(value) ?? [];
      const total = Number(number) * UNITS[unit as keyof typeof UNITS];
      if (number !== "" && total >= least && total <= most) return total;
      throw new WrongValue(
        `must be a time from ${showSeconds(least)} to ${showSeconds(most)}: ` +
          "seconds, or a number with s, m, h or d behind it",
      );
    },
    show: showSeconds,
  };
}

function showSeconds(total: number): string {
  const unit = (["d", "h", "m"] as const).find((name) => total > 0 && total % UNITS[name] === 0) ?? "s";
  return `${total / UNITS[unit]}${unit}`;
}

/** A switch. */
export const onOff: Kind<boolean> = {
  label: "on, off",
  parse(value) {
    if (value === "on" || value === "true") return true;
    if (value === "off" || value === "false") return false;
    throw new WrongValue("must be on or off");
  },
  show: (value) => (value ? "on" : "off"),
};

/** One of some words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Kind<Word> {
  return {
    label: words.join(", "),
    parse(value) {
      const word = words.find((known) => known === value);
      if (word !== undefined) return word;
      const quoted = words.map((known) => `"${known}"`);
      throw new WrongValue(`must be ${[quoted.slice(0, -1).join(", "), quoted.at(-1)].filter(Boolean).join(" or ")}`);
    },
    show: (value) => value,
  };
}

/** Texts with commas between them. `check` throws a WrongValue. */
export function list<const Word extends string = string>(
  label = "list",
  check: (entries: readonly string[]) => void = () => {},
): Kind<readonly Word[]> {
  return {
    label,
    parse(value) {
      const entries = value
        .split(",")
        .map((entry) => entry.trim())
        .filter((entry) => entry !== "");
      check(entries);
      return entries as unknown as readonly Word[];
    },
    show: (value) => (value.length === 0 ? "none" : value.join(",")),
  };
}

/** A list of words of which each is known. */
export function listOf<const Word extends string>(...words: readonly Word[]): Kind<readonly Word[]> {
  return list<Word>(`list of ${words.join(", ")}`, (entries) => {
    const unknown = entries.find((entry) => !words.includes(entry as Word));
    if (unknown !== undefined) throw new WrongValue(`takes ${words.join(", ")}, with commas between them`);
  });
}

/** Text that fits a pattern. */
export function matching(label: string, pattern: RegExp, sentence: string): Kind<string> {
  return {
    label,
    parse(value) {
      if (pattern.test(value)) return value;
      throw new WrongValue(sentence);
    },
    show: (value) => value,
  };
}

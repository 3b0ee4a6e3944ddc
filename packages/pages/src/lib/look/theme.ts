/** How the pages look. Every value is checked, because it stands in a style sheet. */
export interface Theme {
  /** The colour of buttons and marks, as `"#3b5bdb"`. The text on it becomes black or white by itself. */
  readonly accent?: string | undefined;
  /** How round corners are: `"0"`, `"10px"`, `"0.5rem"`. */
  readonly radius?: string | undefined;
  /** Names of fonts that the visitor's device has: `"Inter, system-ui, sans-serif"`. No font is loaded. */
  readonly font?: string | undefined;
}

const DEFAULTS = { accent: "#3451d1", radius: "0.75rem", font: "system-ui, sans-serif" };

const RULES: Readonly<Record<keyof Theme, { readonly pattern: RegExp; readonly example: string }>> = {
  accent: { pattern: /^#(?:[\da-f]{3}|[\da-f]{6})$/i, example: '"#3b5bdb"' },
  radius: { pattern: /^(?:0|\d{1,2}(?:\.\d{1,3})?(?:px|rem|em))$/, example: '"0.5rem"' },
  font: { pattern: /^[a-z][\w -]{0,63}(?:, ?[a-z][\w -]{0,63}){0,9}$/i, example: '"Inter, system-ui, sans-serif"' },
};

/**
 * The variables of the style sheet.
 *
 * @throws TypeError a value has another form, so that no value can be more than a value
 */
export function themeVariables(theme: Theme = {}): string {
  const unknown = Object.keys(theme).find((name) => !Object.hasOwn(RULES, name));
  if (unknown !== undefined) throw new TypeError(`theme has accent, radius and font, and no "${unknown}"`);
  const value = (name: keyof Theme): string => {
    const given = theme[name] ?? DEFAULTS[name];
    const { pattern, example } = RULES[name];
    if (typeof given === "string" && pattern.test(given)) return given;
    throw new TypeError(`theme.${name} must be like ${example}`);
  };
  const accent = value("accent");
  return `:root{--accent:${accent};--on-accent:${textOn(accent)};--radius:${value("radius")};--font:${value("font")}}`;
}

/** Black or white, whichever has more contrast (WCAG 2.2, "contrast ratio"): 4.58 to 1 at the least. */
function textOn(accent: string): string {
  const digits = accent.length === 4 ? accent.replace(/[\da-f]/gi, "$&$&") : accent;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(digits.slice(at, at + 2), 16)));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#fff" : "#000";
}

/** One channel of sRGB, from 0 to 255, as light (WCAG 2.2, "relative luminance"). */
function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/**
 * Control and format characters (line ends, terminal escapes, bidirectional overrides), and halves of a surrogate pair.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text that is safe in a log and in a terminal: one line, with unsafe characters escaped like `\u{1b}` (CWE-117,
 * CWE-150).
 */
export function plainText(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/**
 * What somebody who knows the account guesses first (NIST SP 800-63B-4 §3.1.1.2: "context-specific words, such as the name of
 * the service, the username, and derivatives thereof").
 *
 * @param email in canonical form
 */
export function wordsOf(email: string | undefined, username: string | null | undefined, serviceNames: readonly string[]): readonly string[] {
  const [local = "", domain = ""] = email === undefined ? [] : email.split("@");
  const words = [email, local, local.split("+")[0], domain, username, ...serviceNames];
  return words.filter((word) => typeof word === "string" && word !== "") as string[];
}

/**
 * Whether a password is one of the words, or one with digits and signs before, between or after, or the same again, in any
 * case: `Acme-2026!` and `acmeacme` for `acme`. A word with fewer than four letters counts as it stands alone.
 */
export function isMadeOf(password: string, words: readonly string[]): boolean {
  const whole = fold(password);
  const bare = bareOf(whole);
  return words.some((word) => {
    const folded = fold(word);
    return whole === folded || isRepeated(bareOf(folded), bare);
  });
}

function isRepeated(word: string, text: string): boolean {
  return word.length >= 4 && text !== "" && text === word.repeat(text.length / word.length);
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** The letters, and the digits between them. */
function bareOf(folded: string): string {
  return folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, "").replace(/^\p{N}+|\p{N}+$/gu, "");
}

/**
 * What somebody who knows the account guesses first (NIST SP 800-63B-4 §3.1.1.2: "context-specific words, such as the name of
 * the service, the username, and derivatives thereof").
 *
 * @param email in canonical form
 */
export function contextWords(
  email: string | undefined,
  username: string | null | undefined,
  serviceNames: readonly string[],
): readonly string[] {
  const [local = "", domain = ""] = email === undefined ? [] : email.split("@");
  const words = [
    email,
    local,
    local.split("+")[0],
    domain,
    ...domain.split(".").slice(0, -1),
    username,
    ...serviceNames,
  ];
  return words.filter((word) => typeof word === "string" && word !== "") as string[];
}

/**
 * Whether a password is one of the words, or holds no letters but those of one: with digits and signs before, between and
 * after, as often as it likes, in any case: `Acme-2026!` and `acme1acme2` for `acme`. A word with fewer than four letters or
 * digits counts as it stands alone.
 */
export function isDerivedFrom(password: string, words: readonly string[]): boolean {
  const whole = fold(password);
  const text = withoutSigns(whole);
  return words.some((word) => {
    const folded = fold(word);
    if (whole === folded) return true;
    const core = coreOf(withoutSigns(folded));
    return core.length >= 4 && text.includes(core) && !/[\p{L}\p{M}]/u.test(text.replaceAll(core, ""));
  });
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function withoutSigns(folded: string): string {
  return folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
}

/** A word without the digits around it, unless it is all digits, like a telephone number. */
function coreOf(word: string): string {
  return word.replace(/^\p{N}+|\p{N}+$/gu, "") || word;
}

/** What a password must not be made of. */
export interface PasswordContext {
  /** In canonical form. */
  readonly email?: string | undefined;
  /** In canonical form. */
  readonly username?: string | null | undefined;
  readonly serviceNames: readonly string[];
}

/**
 * The words that an attacker who knows the account guesses first (NIST SP 800-63B-4 §3.1.1.2: "context-specific
 * words, such as the name of the service, the username, and derivatives thereof").
 */
export function contextWords({ email, username, serviceNames }: PasswordContext): readonly string[] {
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
 * Whether a password is one of the words, or one of them repeated with only digits and signs around it: `Acme-2026!`
 * and `acme1acme2` for `acme`. Case does not matter. A word of fewer than four letters and digits counts only as the
 * whole password.
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

/** A word without the digits around it. A word of digits alone, like a telephone number, stays. */
function coreOf(word: string): string {
  return word.replace(/^\p{N}+|\p{N}+$/gu, "") || word;
}

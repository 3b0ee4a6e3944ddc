const ALLOWED = /^[\p{L}\p{M}\p{N}.-]+$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

/**
 * The punycode of a domain name that holds other letters than ASCII ones (UTS #46, by the runtime's own URL parser), or `null`.
 *
 * The parser forgives much: it drops invisible characters and turns compatibility forms and case twins into ASCII letters, so
 * that `e\uff58ample.com` and `\u212aiss.com` would reach somebody else's domain. Here each label has one spelling but for upper
 * case: in NFC, without compatibility forms, and a label that is not ASCII never becomes an ASCII one.
 */
export function asciiDomain(typed: string): string | null {
  // Before lower-casing, which makes an ASCII k of the Kelvin sign.
  if (!ALLOWED.test(typed) || INVISIBLE.test(typed) || !isComposed(typed)) return null;
  // Letter by letter, as UTS #46 does it: a whole word would get another sigma at its end.
  const domain = Array.from(typed, (letter) => letter.toLowerCase()).join("");
  const labels = domain.split(".");
  const ascii = URL.parse(`http://${domain}`)?.hostname.split(".");
  if (!ascii || ascii.length !== labels.length) return null;
  return labels.every((label, at) => isEncodedAs(label, ascii[at]!)) ? ascii.join(".") : null;
}

function isComposed(domain: string): boolean {
  return (
    domain === domain.normalize("NFC") && Array.from(domain).every((letter) => letter === letter.normalize("NFKC"))
  );
}

function isEncodedAs(label: string, ascii: string): boolean {
  if (/^[\x00-\x7f]*$/.test(label)) return label === ascii;
  // RFC 5891 §4.2.3.1: no hyphen at either end, nor in the third and fourth place.
  return ascii.startsWith("xn--") && !/^-|-$|^..--/su.test(label);
}

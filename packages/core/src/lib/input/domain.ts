const ALLOWED = /^[\p{L}\p{M}\p{N}.-]+$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

/**
 * The punycode of a domain name that is not ASCII (UTS #46, by the URL parser of the runtime), or `null` for text
 * that is not a domain name.
 *
 * The parser is lenient: it drops invisible characters and turns compatibility forms and letters that fold to ASCII
 * into ASCII, so that `e\uff58ample.com` and `\u212aiss.com` would become another owner's domain. Here each label has
 * one spelling, except for upper case: in NFC, without compatibility forms, and a label that is not ASCII never
 * becomes ASCII.
 */
export function asciiDomain(typed: string): string | null {
  // Before the text is put into lower case, which turns the Kelvin sign into an ASCII k.
  if (!ALLOWED.test(typed) || INVISIBLE.test(typed) || !isComposed(typed)) return null;
  // Letter by letter, as UTS #46 does: in a whole word a sigma at the end would become another letter.
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

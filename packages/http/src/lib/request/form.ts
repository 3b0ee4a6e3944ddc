/**
 * Reads a form as browsers send it (WHATWG URL §5.1, "application/x-www-form-urlencoded parsing"), but refuses what is
 * not UTF-8 instead of replacing it.
 *
 * @returns Text by field. A field that comes several times is a list.
 * @throws URIError A byte sequence is not UTF-8.
 */
export function parseForm(text: string): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string | readonly string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=").map(decode);
    const before = values.get(name);
    values.set(name, before === undefined ? value.join("=") : [before, value.join("=")].flat());
  }
  return Object.fromEntries(values);
}

function decode(part: string): string {
  const spaced = part.replaceAll("+", " ");
  // A "%" that begins no byte stands for itself.
  return decodeURIComponent(spaced.replace(/%(?![\da-f]{2})/gi, "%25"));
}

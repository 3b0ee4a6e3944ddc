/** A name and an address (RFC 5322 §3.4). */
export interface Mailbox {
  /** The name that mail programs show, or `""`. */
  readonly name: string;
  /** The address alone. */
  readonly address: string;
}

const ADDRESS = /^[a-z\d!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?$/i;
const WITH_NAME = /^(?:"([^"\\]*)"|([^"<>\\]*?)) *<([^<>]*)>$/;
const ATOMS = /^[\w!#$%&'*+/=?^`{|}~ -]*$/;

/** Whether a text is one address and nothing else, in ASCII: as core keeps addresses. */
export function isAddress(text: unknown): text is string {
  return typeof text === "string" && ADDRESS.test(text);
}

/**
 * Reads `Shop <no-reply@shop.example>`, `"Shop, Inc." <no-reply@shop.example>` or an address alone.
 *
 * @returns `null` for anything else, such as a name with a line break in it
 */
export function readMailbox(text: unknown): Mailbox | null {
  if (isAddress(text)) return { name: "", address: text };
  const [, quoted, plain, address] = typeof text === "string" ? (WITH_NAME.exec(text.trim()) ?? []) : [];
  const name = (quoted ?? plain ?? "").trim();
  return isAddress(address) && !/\p{Cc}/u.test(name) ? { name, address } : null;
}

/**
 * The mailbox as JSON of a mail API takes it: in UTF-8, with quotes around a name that needs them.
 *
 * @example
 * formatMailbox({ name: "Shop, Inc.", address: "a@b.c" }) // '"Shop, Inc." <a@b.c>'
 */
export function formatMailbox({ name, address }: Mailbox): string {
  if (name === "") return address;
  return ATOMS.test(name) || (/[^\x00-\x7f]/.test(name) && !/[",<>@;:\\()[\].]/.test(name))
    ? `${name} <${address}>`
    : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
}

/** The mailbox in ASCII, for what takes headers as they are: other letters as encoded words (RFC 2047). */
export function encodeMailbox({ name, address }: Mailbox): string {
  if (/^[\x20-\x7e]*$/.test(name)) return formatMailbox({ name, address });
  return `${encodedWords(name)} <${address}>`;
}

/** An encoded word has at most 75 characters, and no character is cut in two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let bytes: number[] = [];
  for (const character of text) {
    const more = new TextEncoder().encode(character);
    if (bytes.length + more.length > 45) {
      words.push(encodedWord(bytes));
      bytes = [];
    }
    bytes.push(...more);
  }
  return [...words, encodedWord(bytes)].join(" ");
}

function encodedWord(bytes: readonly number[]): string {
  return `=?UTF-8?B?${btoa(String.fromCharCode(...bytes))}?=`;
}

/**
 * A password hash with all that is needed to verify it. As a string in the PHC format it is
 * `$id$v=version$name=number,…$salt$hash`, with salt and hash in base64 without padding
 * (github.com/P-H-C/phc-string-format).
 */
export interface Phc {
  readonly id: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly hash: Uint8Array;
}

const SHAPE =
  /^\$([a-z\d-]{1,32})(?:\$v=(\d{1,3}))?\$([a-z\d=,]{3,159})\$([A-Za-z\d+/]{11,128})\$([A-Za-z\d+/]{22,172})$/;
const PARAMETER = /^[a-z]{1,8}=\d{1,10}$/;
const MAX_PARAMETERS = 8;

/** The string to store. */
export function formatPhc({ id, parameters, salt, hash }: Phc): string {
  const { v, ...rest } = parameters;
  const list = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
  return `$${id}${v === undefined ? "" : `$v=${v}`}$${list.join(",")}$${encode(salt)}$${encode(hash)}`;
}

/** `null` for text that is not exactly what `formatPhc` writes: a stored hash can be corrupt or hostile. */
export function parsePhc(text: string): Phc | null {
  if (text.length > 512) return null;
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, id, version, list, salt, hash] = match as unknown as string[];
  const pairs = list!.split(",");
  if (pairs.length > MAX_PARAMETERS || !pairs.every((pair) => PARAMETER.test(pair))) return null;
  const parameters: Record<string, number> = version === undefined ? {} : { v: Number(version) };
  for (const pair of pairs) {
    const [name, value] = pair.split("=");
    parameters[name!] = Number(value);
  }
  try {
    const phc = { id: id!, parameters, salt: decode(salt!), hash: decode(hash!) };
    return formatPhc(phc) === text ? phc : null;
  } catch {
    return null;
  }
}

/** The `id` of a PHC string, or of an older form that looks like one, as bcrypt's `$2b$…`. */
export function phcId(text: string): string | null {
  return /^\$([a-z\d-]{1,32})\$/.exec(text)?.[1] ?? null;
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

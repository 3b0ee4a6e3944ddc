import type { Storage } from "@latchkey/core";

/** What was done while something ran. It is counted and never timed, so that a busy machine changes nothing. */
export interface Work {
  /** Calls of the storage, like `"users.find"`. */
  readonly storage: readonly string[];
  /** Calls of Web Crypto, like `"verify"`. */
  readonly crypto: readonly string[];
  /** How many characters and bytes patterns, decoders and parsers were given. */
  readonly read: number;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Note = (self: unknown, given: readonly unknown[]) => void;

const CRYPTO = ["decrypt", "deriveBits", "deriveKey", "digest", "encrypt", "importKey", "sign", "verify"];
const VIEWS = ["getUint8", "getInt8", "getUint16", "getUint32", "getBigUint64", "getFloat32", "getFloat64"];
const lengthOf = (value: unknown): number => {
  if (typeof value === "string") return value.length;
  return (value as Partial<ArrayBuffer> | undefined)?.byteLength ?? 0;
};
/** What looks at text or bytes, and how much of it in one call. */
const READERS: readonly (readonly [object: object, name: string, read: (self: unknown, given: unknown) => number])[] = [
  [RegExp.prototype, "test", (_, text) => lengthOf(text)],
  [RegExp.prototype, "exec", (_, text) => lengthOf(text)],
  [String.prototype, "charCodeAt", () => 1],
  [String.prototype, "normalize", lengthOf],
  [String.prototype, "replaceAll", lengthOf],
  [globalThis, "atob", (_, text) => lengthOf(text)],
  [JSON, "parse", (_, text) => lengthOf(text)],
  [TextDecoder.prototype, "decode", (_, bytes) => lengthOf(bytes)],
  [TextEncoder.prototype, "encode", (_, text) => lengthOf(text)],
  ...VIEWS.map((name) => [DataView.prototype, name, () => 1] as const),
];

/** A storage whose calls are counted by `watch`. */
export function watchedStorage(storage: Storage) {
  const calls: string[] = [];
  const watched = (part: object, path: string): object =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        const next = `${path}${String(name)}`;
        if (typeof member === "object" && member !== null) return watched(member, `${next}.`);
        if (typeof member !== "function") return member;
        return (...given: unknown[]) => {
          calls.push(next);
          return Reflect.apply(member, target, given) as unknown;
        };
      },
    });

  /** Runs something that fails. Nothing else may run meanwhile. @returns why, and the work until then */
  const watch = async (run: () => Promise<unknown>): Promise<{ readonly error: unknown; readonly work: Work }> => {
    const asked: string[] = [];
    let read = 0;
    calls.length = 0;
    const restore = [
      ...CRYPTO.map((name) => patch(Object.getPrototypeOf(crypto.subtle) as object, name, () => void asked.push(name))),
      ...READERS.map(([object, name, size]) => patch(object, name, (self, [text]) => void (read += size(self, text)))),
    ];
    const error = await run().then(
      () => null,
      (reason: unknown) => reason,
    );
    for (const undo of restore) undo();
    return { error, work: { storage: [...calls], crypto: asked, read } };
  };
  return { storage: watched(storage, "") as Storage, watch };
}

function patch(object: object, name: string, note: Note): () => void {
  const methods = object as Record<string, Method>;
  const own = methods[name]!;
  methods[name] = function (...given) {
    note(this, given);
    return Reflect.apply(own, this, given);
  };
  return () => void (methods[name] = own);
}

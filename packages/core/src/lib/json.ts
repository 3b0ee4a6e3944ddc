/** A value that JSON carries (RFC 8259). */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * A type after `JSON.stringify` and `JSON.parse`: without `undefined`, with a text in the place of a `Date`. What has
 * no JSON form is `never`.
 */
export type JsonOf<T> = unknown extends T
  ? JsonValue
  : T extends JsonValue
    ? T
    : T extends { toJSON(): infer Written }
      ? JsonOf<Written>
      : T extends (...args: never) => unknown
        ? never
        : T extends object
          ? { readonly [Key in keyof T]: JsonOf<Exclude<T[Key], undefined>> }
          : never;

/** The same for an object. An object with any keys is a `JsonObject`. */
export type JsonObjectOf<T> = unknown extends T
  ? JsonObject
  : string extends keyof NonNullable<T>
    ? JsonObject
    : JsonOf<NonNullable<T>>;

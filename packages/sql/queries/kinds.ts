import type { StoredBoolean, StoredId, StoredJson, StoredMoment } from "../src/lib/values/stored.ts";

/** The type of a column or of a parameter: for TypeScript, and as the text that `npm run sql` writes. */
export interface Kind<Type> {
  readonly text: string;
  /** Never there: it carries the type. */
  readonly type?: () => Type;
}

export type Kinds = Readonly<Record<string, Kind<unknown>>>;

export type TypeOf<Of> = Of extends Kind<infer Type> ? Type : never;

/** What a row of such columns is. */
export type TypesOf<Of> = { [Name in keyof Of]: TypeOf<Of[Name]> };

export const text: Kind<string> = { text: "string" };
export const integer: Kind<number> = { text: "number" };
export const id: Kind<StoredId> = { text: "StoredId" };
export const boolean: Kind<StoredBoolean> = { text: "StoredBoolean" };
export const moment: Kind<StoredMoment> = { text: "StoredMoment" };
export const json: Kind<StoredJson> = { text: "StoredJson" };

export function orNull<Type>(kind: Kind<Type>): Kind<Type | null> {
  return { text: `${kind.text} | null` };
}

export function isMoment(kind: Kind<unknown>): boolean {
  return kind.text.startsWith(moment.text);
}

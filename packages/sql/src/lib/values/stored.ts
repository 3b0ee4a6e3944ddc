/**
 * Values as a dialect stores them: SQLite has numbers where PostgreSQL has booleans and timestamps. Only a codec makes
 * or reads one, so TypeScript refuses a moment where an id belongs.
 */
declare const kind: unique symbol;

type Stored<Value, Kind extends string> = Value & { readonly [kind]: Kind };

export type StoredId = Stored<string, "id">;
export type StoredBoolean = Stored<boolean | number, "boolean">;
export type StoredMoment = Stored<number | string, "moment">;
/** Text where it is written; PostgreSQL returns it parsed. */
export type StoredJson = Stored<string | object, "json">;

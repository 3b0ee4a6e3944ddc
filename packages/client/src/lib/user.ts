/** A value that JSON carries (RFC 8259). */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A user, as the server shows one to its owner. Times are ISO 8601 in UTC. */
export interface User<Metadata = JsonObject> {
  /** A random UUID that never changes. */
  readonly id: string;
  /** The e-mail address in lower case. */
  readonly email: string;
  /** The user name in lower case. Only there if the user has one. */
  readonly username?: string | undefined;
  /** Whether the user has proved to read mail at `email`. */
  readonly emailVerified: boolean;
  /** When the user was created. */
  readonly createdAt: string;
  /** When the user, the password or the address last changed. */
  readonly updatedAt: string;
  /** What the user wrote, or `null`. It is text from a person: show it as text, and base no permission on it. */
  readonly metadata: Metadata | null;
}

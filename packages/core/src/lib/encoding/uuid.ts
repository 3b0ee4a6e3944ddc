const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Whether a text can be an id that we gave: a database that has a type for them refuses to be asked for anything else. */
export function isUuid(text: unknown): text is string {
  return typeof text === "string" && UUID.test(text);
}

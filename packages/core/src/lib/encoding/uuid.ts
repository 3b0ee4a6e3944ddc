const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Whether a text is a UUID in lower case, like every user id. PostgreSQL rejects a query for any other text. */
export function isUuid(text: unknown): text is string {
  return typeof text === "string" && UUID.test(text);
}

/**
 * A name for a prepared statement that belongs to its text: behind a pooler that shares connections, two storages, or two
 * versions of one, never run each other's. PostgreSQL knows no more than 63 bytes of a name.
 */
export function statementName(name: string, sql: string): string {
  return `latchkey_${name.slice(0, 32)}_${hash(sql, 1)}${hash(sql, 2)}`;
}

/** 32 bits of FNV-1a, which is enough where nobody chooses the text. */
function hash(text: string, seed: number): string {
  let state = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, "0");
}

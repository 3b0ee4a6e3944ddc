/**
 * A name for a prepared statement, made from its text. Two storages, or two versions of one, may share connections
 * through a pooler and must not run each other's statements. PostgreSQL uses the first 63 bytes of a name.
 */
export function statementName(name: string, sql: string): string {
  return `latchkey_${name.slice(0, 32)}_${hash(sql, 1)}${hash(sql, 2)}`;
}

/** FNV-1a, 32 bits. Enough here, because an attacker does not choose the text. */
function hash(text: string, seed: number): string {
  let state = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, "0");
}

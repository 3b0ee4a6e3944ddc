/**
 * How values come back, whatever the application has set in pg's global type parsers, and in texts that no setting of a
 * session changes: moments are asked for as numbers. Everything else (uuid, text) is text as it stands.
 */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === "t", // boolean
  20: Number, // bigint
  23: Number, // integer
  114: (text) => JSON.parse(text) as unknown, // json
  3802: (text) => JSON.parse(text) as unknown, // jsonb
};

export const columnTypes = {
  getTypeParser: (oid: number): ((text: string) => unknown) => parsers[oid] ?? asText,
};

function asText(text: string): string {
  return text;
}

/**
 * How values are read, whatever the application has set in pg's global type parsers. No setting of a session changes
 * these texts: moments are selected as numbers. Every other type (uuid, text) stays text.
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

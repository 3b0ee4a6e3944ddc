/**
 * How values come back, whatever the application has set in pg's global type parsers. Everything else (uuid, text)
 * is text as it stands.
 */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === "t", // boolean
  20: Number, // bigint
  23: Number, // integer
  1184: parseMoment, // timestamptz
  3802: (text) => JSON.parse(text) as unknown, // jsonb
};

export const columnTypes = {
  getTypeParser: (oid: number): ((text: string) => unknown) => parsers[oid] ?? asText,
};

function asText(text: string): string {
  return text;
}

/** `2026-01-31 12:00:00.123+05:30` is ISO 8601 but for the space and a zone that may lack its minutes. */
function parseMoment(text: string): Date {
  const moment = text.replace(" ", "T");
  return new Date(/[+-]\d\d$/.test(moment) ? `${moment}:00` : moment);
}

import { description, isoTimestamp, pipe, string } from "valibot";

/** A moment in an answer. */
export const timestamp = pipe(string(), isoTimestamp(), description("ISO 8601, in UTC."));

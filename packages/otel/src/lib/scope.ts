/** The name of the tracer. */
export const SCOPE = "@latchkey/otel";

import type { ReactElement } from "react";

/** Properties of `<Sentence>`. */
export interface SentenceProps {
  /** A sentence with placeholders: `"You are signed in as {email}."` */
  readonly of: string;
  /** Their values. Each is text, and keeps its own writing direction within the sentence. */
  readonly values: Readonly<Record<string, string>>;
}

/** A sentence whose values come from people. */
export function Sentence({ of, values }: SentenceProps): ReactElement {
  const pieces = of.split(/\{(\w+)\}/);
  return <>{pieces.map((piece, at) => (at % 2 === 0 ? piece : <bdi key={at}>{values[piece] ?? `{${piece}}`}</bdi>))}</>;
}

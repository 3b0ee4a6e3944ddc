import parse from "parse-prometheus-text-format";

/** A sample as the parser gives it. */
interface Sample {
  readonly value?: string;
  readonly count?: string;
  readonly sum?: string;
  readonly buckets?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly Sample[];
}

/** Reads the text format by a parser that is not ours. */
export function parseMetrics(text: string): readonly Family[] {
  return parse(text) as readonly Family[];
}

/** The value of the one sample that has these labels. */
export function valueOf(families: readonly Family[], name: string, labels: object): number {
  const wanted = Object.entries(labels);
  const samples = families.find((family) => family.name === name)?.metrics ?? [];
  const found = samples.filter(({ labels: own = {} }) => wanted.every(([label, value]) => own[label] === value));
  if (found.length !== 1) throw new Error(`${found.length} samples of ${name} with ${JSON.stringify(labels)}`);
  return Number(found[0]!.value ?? found[0]!.count);
}

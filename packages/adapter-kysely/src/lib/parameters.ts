/**
 * A JSON document as a parameter. pg asks for `toPostgres`, and the drivers that make JSON of what they are given ask
 * for `toJSON`; what makes text of it gets the same text.
 */
export class JsonParameter {
  readonly #document: object;

  constructor(document: object) {
    this.#document = document;
  }

  toJSON(): object {
    return this.#document;
  }

  toPostgres(): string {
    return JSON.stringify(this.#document);
  }

  toString(): string {
    return JSON.stringify(this.#document);
  }
}

/** 4001 BC: PostgreSQL knows it, and no moment that is stored comes before the year 1. */
const BEFORE_ALL = Date.UTC(-4000, 0, 1);

/**
 * A moment before every other. pg and drivers that send binary values read the date, which is early enough. Those that
 * ask for its ISO text get PostgreSQL's own word, since JavaScript writes years before 1 in a way that PostgreSQL does
 * not read.
 */
export class Earliest extends Date {
  constructor() {
    super(BEFORE_ALL);
  }

  override toISOString(): string {
    return "-infinity";
  }

  override toJSON(): string {
    return "-infinity";
  }

  override toString(): string {
    return "-infinity";
  }
}

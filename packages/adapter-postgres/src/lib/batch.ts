import type { Bound, Row } from "@latchkey/adapter-kysely";
import { columnTypes } from "./column-types.ts";

/** The messages of the extended query protocol, as pg's own connection sends them. */
interface Connection {
  readonly stream: { cork?(): void; uncork?(): void };
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: (string | null)[] }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  sync(): void;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/**
 * Several statements in one round trip and one transaction: they go out together and are followed by a single Sync,
 * which is where PostgreSQL commits (PostgreSQL documentation, "Message Flow", 54.2.3 and 54.2.4). pg takes this
 * as it takes a cursor: an object that submits itself and is handed what comes back.
 */
export class Batch {
  callback: (error: Error | null, results?: Row[][]) => void;
  readonly #list: readonly Bound[];
  readonly #results: Row[][] = [];
  #fields: readonly Field[] = [];
  #rows: Row[] = [];

  constructor(list: readonly Bound[], callback: Batch["callback"]) {
    this.#list = list;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    connection.stream.cork?.();
    for (const { statement, parameters } of this.#list) {
      connection.parse({ name: "", text: statement.sql, types: [] });
      connection.bind({ portal: "", statement: "", values: parameters.map(asText) });
      connection.describe({ type: "P", name: "" });
      connection.execute({ portal: "", rows: 0 });
    }
    connection.sync();
    connection.stream.uncork?.();
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#fields = fields;
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const entries = this.#fields.map(({ name, dataTypeID }, at) => {
      const text = fields[at] ?? null;
      return [name, text === null ? null : columnTypes.getTypeParser(dataTypeID)(text)] as const;
    });
    this.#rows.push(Object.fromEntries(entries));
  }

  handleCommandComplete(): void {
    this.#results.push(this.#rows);
    this.#rows = [];
  }

  /** What PostgreSQL says instead when a statement is empty. */
  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#results);
  }
}

function asText(value: unknown): string | null {
  return value === null ? null : String(value);
}

import type { Row } from "@latchkey/adapter-kysely";
import { columnTypes } from "./column-types.ts";

/** The messages of the extended query protocol, as pg's own connection sends them. */
interface Connection {
  readonly stream: { cork?(): void; uncork?(): void };
  /** By name, what pg knows to be prepared here. */
  readonly parsedStatements: Record<string, string>;
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: (string | null)[] }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  sync(): void;
}

/** A statement as pg takes one. */
export interface Query {
  /** For one that stays prepared on its connection. */
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
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
  readonly #list: readonly Query[];
  readonly #results: Row[][] = [];
  #fields: readonly Field[] = [];
  #rows: Row[] = [];

  constructor(list: readonly Query[], callback: Batch["callback"]) {
    this.#list = list;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    connection.stream.cork?.();
    for (const { name = "", text, values } of this.#list) {
      // An error ends the connection, so what is sent here is prepared or forgotten.
      if (connection.parsedStatements[name] !== text) connection.parse({ name, text, types: [] });
      if (name !== "") connection.parsedStatements[name] = text;
      connection.bind({ portal: "", statement: name, values: values.map(asText) });
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

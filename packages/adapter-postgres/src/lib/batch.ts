import type { Row } from "@latchkey/sql";
import { columnTypes } from "./column-types.ts";

/** A connection of pg, which sends the messages of the extended query protocol. */
interface Connection {
  readonly stream: { cork?(): void; uncork?(): void };
  /** The texts that are prepared on this connection, by name. */
  readonly parsedStatements: Record<string, string>;
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: (string | null)[] }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: "S"; name: string }): void;
  sync(): void;
}

/** A statement for pg. */
export interface Query {
  /** `undefined`: the statement does not stay prepared. */
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

type Column = readonly [name: string, read: (text: string) => unknown];

/**
 * One or several statements in one round trip and one transaction. They are sent together with a single Sync at the
 * end, and that is where PostgreSQL commits (PostgreSQL documentation, "Message Flow", 54.2.3 and 54.2.4). For pg this
 * is like a cursor: an object that submits itself and gets the messages that come back.
 */
export class Batch {
  callback: (error: Error | null, results?: Row[][]) => void;
  readonly #list: readonly Query[];
  readonly #results: Row[][] = [];
  #columns: readonly Column[] = [];
  #rows: Row[] = [];
  #unreadable: Error | null = null;

  constructor(list: readonly Query[], callback: Batch["callback"]) {
    this.#list = list;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    connection.stream.cork?.();
    for (const { name = "", text, values } of this.#list) {
      if (name === "") connection.parse({ name, text, types: [] });
      else if (connection.parsedStatements[name] !== text) prepare(connection, name, text);
      connection.bind({ portal: "", statement: name, values: values.map(asText) });
      connection.describe({ type: "P", name: "" });
      connection.execute({ portal: "", rows: 0 });
    }
    connection.sync();
    connection.stream.uncork?.();
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => [name, columnTypes.getTypeParser(dataTypeID)]);
  }

  /** Keeps an error for later: thrown here, it would end the process. */
  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    try {
      this.#rows.push(rowOf(this.#columns, fields));
    } catch (error) {
      this.#unreadable = error as Error;
    }
  }

  handleCommandComplete(): void {
    this.#results.push(this.#rows);
    this.#rows = [];
  }

  /** Comes instead when a statement is empty. */
  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  /** Statements that did not complete may be prepared, missing or stale. They are prepared anew the next time. */
  handleError(error: Error, connection?: Connection): void {
    for (const { name = "" } of this.#list.slice(this.#results.length)) delete connection?.parsedStatements[name];
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.#unreadable) this.callback(this.#unreadable);
    else this.callback(null, this.#results);
  }
}

/** Closes the name first: preparing it twice is an error, and closing a name that is not in use is not. */
function prepare(connection: Connection, name: string, text: string): void {
  connection.close({ type: "S", name });
  connection.parse({ name, text, types: [] });
  connection.parsedStatements[name] = text;
}

function rowOf(columns: readonly Column[], fields: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = {};
  columns.forEach(([name, read], at) => {
    const text = fields[at] ?? null;
    row[name] = text === null ? null : read(text);
  });
  return row;
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

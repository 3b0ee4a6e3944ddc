import type { BoundStatement, Row, SqlExecutor } from "@latchkey/sql";

export interface FakeExecutor extends SqlExecutor {
  /** The texts of each call, in order: a batch is a list. */
  readonly calls: (string | string[])[];
  /** What was left to each call, in milliseconds. */
  readonly timeLeft: number[];
}

/** An executor that runs nothing and answers as it is told: `answer` gets each text, and may throw. */
export function fakeExecutor(answer: (sql: string, bound: BoundStatement) => readonly Row[]): FakeExecutor {
  const calls: (string | string[])[] = [];
  const timeLeft: number[] = [];
  return {
    calls,
    timeLeft,
    async all(bound, deadline) {
      calls.push(bound.statement.sql);
      timeLeft.push(deadline - performance.now());
      return answer(bound.statement.sql, bound);
    },
    async batch(list, deadline) {
      calls.push(list.map(({ statement }) => statement.sql));
      timeLeft.push(deadline - performance.now());
      return list.map((bound) => answer(bound.statement.sql, bound));
    },
    async close() {
      calls.push("close");
    },
  };
}

/** What PostgreSQL says about itself when it is asked for the schema. */
export const postgresAnswer: Row = { schema: "public", exists: true, encoding: "UTF8", committed: true };

export const isSchemaSearch = (sql: string): boolean => sql.includes("current_schema");

/** An error as pg throws one. */
export const postgresError = (code: string): Error => Object.assign(new Error(`error ${code}`), { code });

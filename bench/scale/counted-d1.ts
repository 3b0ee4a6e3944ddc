/** A D1 in workerd, and what it says of the rows that were read and written. */

import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { D1Binding, D1Prepared } from "../../packages/adapter-d1/src/index.ts";
import { atEnd } from "../lib/cleanup.ts";

export interface CountedD1 {
  readonly binding: D1Binding;
  readonly counted: { trips: number; read: number; written: number };
  startCounting(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly results: unknown[];
  readonly meta: { readonly rows_read: number; readonly rows_written: number };
}

/** What stands behind each statement that was handed out. */
const originals = new WeakMap<object, object>();

export async function openD1(): Promise<CountedD1> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default { fetch: () => new Response() };",
      compatibilityDate: "2026-07-30",
      d1Databases: { DB: "scale" },
    }),
  );
  const takeBack = atEnd(() => miniflare.dispose());
  const database = await miniflare.getD1Database("DB");
  const counted = { trips: 0, read: 0, written: 0 };

  function count(answers: readonly Answer[]): void {
    counted.trips++;
    for (const { meta } of answers) {
      counted.read += meta.rows_read;
      counted.written += meta.rows_written;
    }
  }

  type Statement = ReturnType<typeof database.prepare>;

  function wrap(statement: Statement): D1Prepared {
    const wrapped: D1Prepared = {
      bind: (...values) => wrap(statement.bind(...values)),
      async all() {
        const answer = (await statement.all()) as unknown as Answer;
        count([answer]);
        return answer;
      },
    };
    originals.set(wrapped, statement);
    return wrapped;
  }

  return {
    binding: {
      prepare: (sql) => wrap(database.prepare(sql)),
      async batch(statements: object[]) {
        const answers = (await database.batch(
          statements.map((one) => originals.get(one) as Statement),
        )) as unknown as Answer[];
        count(answers);
        return answers;
      },
    },
    counted,
    startCounting: () => void Object.assign(counted, { trips: 0, read: 0, written: 0 }),
    async close() {
      takeBack();
      await miniflare.dispose();
    },
  };
}

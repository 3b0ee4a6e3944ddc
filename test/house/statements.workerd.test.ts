import { d1Storage, type D1Binding, type D1Prepared } from "@latchkey/adapter-d1";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { hearEverything, onD1, promised, verb, type Heard } from "../support/query-log.ts";

interface HeardStatement extends D1Prepared {
  readonly sql: string;
  readonly real: D1PreparedStatement;
}

/** The binding, with every trip to the database written down. */
function listenTo(database: D1Database, heard: Heard): D1Binding {
  const hear = (texts: readonly string[]) => {
    heard.statements.push(...texts.map(verb));
    heard.roundTrips++;
  };
  const wrap = (sql: string, real: D1PreparedStatement): HeardStatement => ({
    sql,
    real,
    bind: (...values) => wrap(sql, real.bind(...values)),
    all: () => (hear([sql]), real.all()),
  });
  return {
    prepare: (sql) => wrap(sql, database.prepare(sql)),
    batch: (list: HeardStatement[]) => (hear(list.map(({ sql }) => sql)), database.batch(list.map(({ real }) => real))),
  };
}

describe("on D1, warm", async () => {
  const heard: Heard = { statements: [], roundTrips: 0 };
  const everything = await hearEverything(d1Storage(listenTo(env.DB, heard), { prefix: "statements_" }), heard);

  it.each(Object.keys(promised))("%s asks no more than promised, and waits no more often", (name) => {
    expect(everything[name]).toEqual(onD1(promised[name]!));
  });
});

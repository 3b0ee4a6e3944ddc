import { postgresStorage } from "@latchkey/adapter-postgres";
import { createHandler } from "@latchkey/http";
import { secondFactorRoutes } from "@latchkey/second-factor";
import { afterAll, describe, expect, it } from "vitest";
import { bundle } from "../support/bundle.ts";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { listenToPool } from "../support/postgres/query-log.ts";
import type { Heard } from "../support/query-log.ts";
import { openFactors, PASSWORD } from "../../packages/second-factor/test/support/open-factors.ts";

describe("what a second factor costs on PostgreSQL, in round trips for one request", async () => {
  const heard: Heard = { statements: [], roundTrips: 0 };
  const prefix = freshPrefix();
  const pool = openPool(1);
  listenToPool(pool, heard);
  const app = openFactors(postgresStorage(pool, { prefix }));
  await app.storage.migrate();
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  const handler = createHandler(app.auth, { routes: secondFactorRoutes(app.factors) });
  const post = async (path: string, body: object) => {
    heard.roundTrips = 0;
    const headers = { "content-type": "application/json", "session-carrier": "bearer" };
    const request = new Request(`https://app.example.com/auth${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const answer = (await (await handler(request)).json()) as { ticket?: string; code?: string };
    return { ...answer, roundTrips: heard.roundTrips };
  };

  it("SF01 each of the two requests of a sign-in waits at most once more than one by the password alone", async () => {
    const [plain, enrolled] = [await app.signUp(), await app.enrol()];
    const signIn = async (email: string) => post("/signin", { email, password: PASSWORD });
    const confirm = async () => {
      const first = await signIn(enrolled.email);
      const code = app.nextCode(enrolled.secret);
      return { first, second: await post("/signin/second-factor", { code, ticket: first.ticket }) };
    };
    // Once before, so that every statement is prepared and loaded.
    await signIn(plain.email);
    await confirm();
    const { first, second } = await confirm();
    expect(first.code).toBe("second_factor_required");
    expect(second.code).toBeUndefined();
    const own = await signIn(plain.email);
    // Who has none: the account, the count, whether there is a factor, and the session.
    expect(own.roundTrips).toBe(4);
    // Who has one: the count is set back instead of a session; then the factor, the count, and the session.
    expect([first.roundTrips, second.roundTrips]).toEqual([4, 3]);
  });
});

it("who does not import it pays nothing: otpauth and uqr are in no other bundle", async () => {
  const plain = await bundle(`
    import { createAuth } from "@latchkey/core";
    import { memoryStorage } from "@latchkey/core/memory";
    import { createHandler } from "@latchkey/http";
    export default createHandler(createAuth({ storage: memoryStorage(), secret: "" }));
  `);
  expect(plain.files.filter((file) => /otpauth|uqr|second-factor|carried-ticket/.test(file))).toEqual([]);
});

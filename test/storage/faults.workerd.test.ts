import { d1Storage, type D1Binding } from "@latchkey/adapter-d1";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { freshEmail } from "../conversation/client.ts";
import { askEveryMethod } from "../support/every-method.ts";
import { askAll, openClient, trySignUp } from "../support/faulty.ts";

type Fault = "none" | "before" | "after";

/** The binding, failing as told: before anything reaches D1, or after D1 has done it. */
function faulty(database: D1Database): { binding: D1Binding; fail(fault: Fault): void } {
  let fault: Fault = "none";
  const meet = async <T>(work: () => Promise<T>): Promise<T> => {
    const now = fault;
    if (now === "before") throw new Error("D1_ERROR: Network connection lost.");
    const result = await work();
    if (now === "none") return result;
    // One lost answer; what is asked next is answered.
    fault = "none";
    throw new Error("D1_ERROR: Network connection lost.");
  };
  const wrap = (real: D1PreparedStatement): ReturnType<D1Binding["prepare"]> & { real: D1PreparedStatement } => ({
    real,
    bind: (...values) => wrap(real.bind(...values)),
    all: () => meet(() => real.all()),
  });
  return {
    binding: {
      prepare: (sql) => wrap(database.prepare(sql)),
      batch: (list: { real: D1PreparedStatement }[]) => meet(() => database.batch(list.map(({ real }) => real))),
    },
    fail(next) {
      fault = next;
    },
  };
}

describe("D1 in trouble", () => {
  const { binding, fail } = faulty(env.DB);
  const { client, errors } = openClient(d1Storage(binding, { prefix: "faults_" }));

  it("HT09 D11 a failure before anything happens is 503, keeps the cookie, and a retry works", async () => {
    const { token, email } = await client.alice();
    const newcomer = freshEmail();
    fail("before");
    for (const { status, body, headers } of [...(await askAll(client, token)), await trySignUp(client, newcomer)]) {
      expect([status, body.code, headers.get("retry-after"), headers.get("set-cookie")]).toEqual([
        503,
        "storage_unavailable",
        "1",
        null,
      ]);
    }
    expect(errors.length).toBe(5);
    fail("none");
    expect(await trySignUp(client, newcomer)).toMatchObject({ status: 200 });
    expect((await client.get("/me", client.cookie(token))).body.user.email).toBe(email);
  });

  it("D11 a sign-up whose answer is lost after the commit is answered 200 to its owner, not 409", async () => {
    const email = freshEmail();
    fail("after");
    const answer = await trySignUp(client, email);
    expect(answer).toMatchObject({ status: 200, body: { user: { email } } });
    expect(await client.get("/me", { cookie: answer.headers.get("set-cookie")!.split(";")[0]! })).toMatchObject({
      status: 200,
    });
    expect(await trySignUp(client, email)).toMatchObject({ status: 409 });
  });

  it("a sign-out whose answer is lost is 503, and done all the same", async () => {
    const { token } = await client.signUp();
    fail("after");
    expect(await client.post("/signout", {}, client.cookie(token))).toMatchObject({ status: 503 });
    expect(await client.get("/me", client.cookie(token))).toMatchObject({ status: 401 });
  });
});

describe("D1 and its tables", () => {
  it("P03 eight isolates that start at once on an empty database all succeed, and keep every row", async () => {
    const clients = Array.from({ length: 8 }, () => openClient(d1Storage(env.DB, { prefix: "eight_" })).client);
    const people = await Promise.all(clients.map((client) => client.signUp()));
    const later = openClient(d1Storage(env.DB, { prefix: "eight_" })).client;
    for (const { token, user } of people) expect((await later.get("/me", later.cookie(token))).body).toEqual({ user });
  });

  it("manual migrations: without tables everything is 503, and after migrate() it works", async () => {
    const { token } = await openClient(d1Storage(env.DB, { prefix: "else_" })).client.alice();
    const storage = d1Storage(env.DB, { prefix: "manual_", migrations: "manual" });
    const { client } = openClient(storage);
    expect((await askAll(client, token)).map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    await storage.migrate();
    expect((await askAll(client, token)).map(({ status }) => status)).toEqual([200, 401, 401, 200]);
  });

  it("D20 no statement scans a table", async () => {
    const texts = new Set<string>();
    const storage = d1Storage(
      { prepare: (sql) => (texts.add(sql), env.DB.prepare(sql)), batch: (list) => env.DB.batch(list) },
      { prefix: "plans_" },
    );
    await askEveryMethod(storage, (_, call) => call());
    const asked = [...texts].filter(
      (text) => /^(select|delete|insert|update)\b/.test(text) && !/migrations|tokens_2/.test(text),
    );
    expect(asked.length).toBeGreaterThan(35);
    for (const text of asked) {
      const values = Array.from({ length: text.split("?").length - 1 }, () => 1);
      const { results } = await env.DB.prepare(`explain query plan ${text}`)
        .bind(...values)
        .all<{ detail: string }>();
      expect(
        results.filter(({ detail }) => /^SCAN (?!CONSTANT)/.test(detail)),
        text,
      ).toEqual([]);
    }
  });
});

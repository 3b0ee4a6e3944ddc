import { sqlite } from "@latchkey/sql";
import { d1Storage } from "@latchkey/adapter-d1";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { expectEveryRow, versionOne } from "../support/version-one.ts";

it("F07 a D1 database of version 1 keeps every row", async () => {
  for (const text of await versionOne(sqlite)) await env.DB.prepare(text).run();
  const storage = d1Storage(env.DB);
  await expectEveryRow(storage);
  const { results } = await env.DB.prepare("select step from auth_migrations order by step").all();
  expect(results).toEqual([1, 2, 3, 4, 5, 6].map((step) => ({ step })));
});

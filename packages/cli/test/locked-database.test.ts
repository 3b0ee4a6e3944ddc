import { DatabaseSync } from "node:sqlite";
import { expect, it, vi } from "vitest";
import { get, PASSWORD, post } from "./client.ts";
import { AUTH_SECRET, newSqlite } from "./databases.ts";
import { newFolder, startServer, until } from "./processes.ts";

// Many real hashes and processes, on as few cores as there are.
vi.setConfig({ testTimeout: 90_000 });

it("D06 SE13 HT09 a locked SQLite file: requests wait, then 503 keeps the cookie, and then all is well", async () => {
  const database = await newSqlite();
  const { url, said } = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, newFolder());
  const signUp = (email: string) => post(`${url}/auth/signup`, { email, password: PASSWORD });
  const cookie = (await signUp("ada@example.com")).headers.get("set-cookie")!.split(";")[0]!;
  const signOut = () => post(`${url}/auth/signout`, undefined, { cookie, origin: url });

  const holder = new DatabaseSync(database.url.slice("sqlite:".length));
  holder.exec("begin exclusive");
  const locked = performance.now();
  let answered = 0;
  const waiting = [signOut(), signUp("grace@example.com")].map((answer) => answer.finally(() => answered++));

  // Meanwhile the event loop is free, and readers read.
  const pauses: number[] = [];
  await until(async () => {
    const asked = performance.now();
    expect((await get(url)).status).toBe(200);
    expect((await get(`${url}/auth/me`, { cookie })).status).toBe(200);
    pauses.push(performance.now() - asked);
    return answered === waiting.length;
  });
  const waited = performance.now() - locked;
  for (const { status, headers, body } of await Promise.all(waiting)) {
    expect({ status, body }).toEqual({
      status: 503,
      body: { error: "Storage cannot be reached", code: "storage_unavailable" },
    });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(headers.get("set-cookie")).toBeNull();
  }
  expect(waited).toBeGreaterThan(4_000);
  expect(waited).toBeLessThan(9_000);
  expect(pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)]).toBeLessThan(100);

  // One who came late gets the answer as soon as the file is free.
  const late = signUp("late@example.com");
  holder.exec("rollback");
  holder.close();
  const released = performance.now();
  expect((await late).status).toBe(200);
  expect((await signOut()).status).toBe(200);
  expect(performance.now() - released).toBeLessThan(4_000);
  expect((await get(`${url}/auth/me`, { cookie })).status).toBe(401);

  // Trouble of one kind is one line a second in the log, with what to do, and nothing of a password or an address.
  const line =
    "latchkey: storage_unavailable: the database file is locked: " +
    "check which other process holds a transaction open (SQLITE_BUSY)";
  const told = () =>
    said.err
      .trim()
      .split("\n")
      .map((text) => text.replace(" … 1 more of this kind in the last second", ""));
  await until(() => told().length === 2);
  expect(told()).toEqual([line, line]);
});

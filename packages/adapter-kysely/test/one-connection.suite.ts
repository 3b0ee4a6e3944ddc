import { kyselyStorage, type KyselyStorageOptions } from "@latchkey/adapter-kysely";
import type { Kysely } from "kysely";
import { expect, it } from "vitest";
import { newAccount } from "./accounts.ts";

interface Place {
  readonly db: Kysely<any>;
  readonly options: KyselyStorageOptions;
}

/** What holds where an instance has one connection alone. */
export function tellOneConnection(open: () => Promise<Place>): void {
  it("50 sign-ups and look-ups at once are all answered, from the first use on", async () => {
    const { db, options } = await open();
    const storage = kyselyStorage(db, { ...options, timeoutMs: 50_000 });
    const accounts = Array.from({ length: 50 }, () => newAccount());
    const done = await Promise.all(
      accounts.flatMap(({ credentials, session }) => [
        storage.users.insert(credentials, session),
        storage.users.findByEmail("users", "nobody@example.com"),
      ]),
    );
    expect(done).toEqual(accounts.flatMap(() => [true, null]));
    expect(await Promise.all(accounts.map(({ session }) => storage.sessions.find(session.id)))).not.toContain(null);
  });

  it("a call inside the application's own transaction ends at the time limit and changes nothing later", async () => {
    const { db, options } = await open();
    const storage = kyselyStorage(db, { ...options, timeoutMs: 500 });
    const patient = kyselyStorage(db, { ...options, timeoutMs: 50_000 });
    await patient.migrate();
    await expect.poll(() => storage.counters.reset("warm").then(() => "done"), { timeout: 50_000 }).toBe("done");
    const { credentials, session } = newAccount();
    await db.transaction().execute(async () => {
      const inside = storage.users.insert(credentials, session);
      await expect(inside).rejects.toThrow(/did not answer in time/);
      await expect(storage.users.insert(credentials, null)).rejects.toThrow(/did not answer in time/);
    });
    // What waited has had its turn when this is answered.
    expect(await patient.users.find(credentials.user.id)).toBeNull();
    expect(await patient.sessions.find(session.id)).toBeNull();
  });
}

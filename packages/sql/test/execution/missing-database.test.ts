import { isUnset, missingDatabase, sqlite, sqlStorage } from "@latchkey/sql";
import { describe, expect, it } from "vitest";

describe("a database that is not set", () => {
  it("is undefined, null or an empty text, and nothing else", () => {
    expect([undefined, null, ""].map(isUnset)).toEqual([true, true, true]);
    expect([0, false, " ", "auth.db", {}].map(isUnset)).toEqual([false, false, false, false, false]);
  });

  it("lets a storage be made and closed, and rejects every operation with a sentence and a code", async () => {
    const executor = missingDatabase("no database: set DATABASE_URL");
    for (const migrations of ["auto", "manual"] as const) {
      const storage = sqlStorage({ dialect: sqlite, executor, migrations });
      for (const ask of [
        () => storage.sessions.find("x"),
        () => storage.users.delete("x"),
        () => storage.migrate(),
        () => storage.sweep(new Date(0), 1),
      ]) {
        const error: unknown = await ask().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(TypeError);
        expect(error).toMatchObject({ message: "no database: set DATABASE_URL", code: "DATABASE_MISSING" });
      }
      expect(await storage.close()).toBeUndefined();
    }
  });
});

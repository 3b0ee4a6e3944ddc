/**
 * What the audit log costs: sign-ins with and without it, turn by turn on the same database, with the real hash and
 * with one that takes no time. It prints medians and their ratio.
 *
 *     node scripts/postgres.mjs node bench/audit-cost.ts
 */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresStorage } from "../packages/adapter-postgres/src/index.ts";
import { sqliteStorage } from "../packages/adapter-sqlite/src/index.ts";
import { audited } from "../packages/core/src/audit.ts";
import { createAuth, pbkdf2, type PasswordHasher, type Storage } from "../packages/core/src/index.ts";
import { fastHasher } from "../packages/core/src/testing.ts";

const secret = "a secret for measuring, 32 bytes or more";
const account = { email: "ada@example.com", password: "correct horse battery" };

async function measure(
  storage: Storage,
  name: string,
  { rounds, passwords }: { rounds: number; passwords: PasswordHasher },
): Promise<void> {
  const pool = `bench-${crypto.randomUUID().slice(0, 8)}`;
  const options = { secret, passwords, pool, guards: [] };
  const [plain, logged] = [storage, audited(storage, { secret })].map((used) =>
    createAuth({ ...options, storage: used }),
  );
  await plain!.signUp(account);
  const taken: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const since = performance.now();
      await [plain!, logged!][which]!.signIn(account);
      if (round > rounds / 10) taken[which].push(performance.now() - since);
    }
  }
  const [without, withLog] = taken.map((times) => times.sort((a, b) => a - b)[times.length >> 1]!);
  const times = [without!, withLog!].map((time) => `${time.toFixed(2)} ms`).join(" → ");
  console.log(`  ${name.padEnd(24)} ${times}, × ${(withLog! / without!).toFixed(2)}`);
}

async function measureBoth(title: string, storage: Storage): Promise<void> {
  await storage.migrate();
  console.log(title);
  await measure(storage, "sign-in with a hash", { rounds: 100, passwords: pbkdf2() });
  await measure(storage, "sign-in without its hash", { rounds: 1000, passwords: fastHasher() });
  await storage.close();
}

const file = join(tmpdir(), `latchkey-audit-${process.pid}.db`);
await measureBoth("SQLite", sqliteStorage(file));
for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
if (process.env.TEST_POSTGRES_URL)
  await measureBoth("PostgreSQL", postgresStorage(process.env.TEST_POSTGRES_URL, { prefix: `bench_${process.pid}_` }));

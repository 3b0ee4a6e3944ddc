import { setTimeout } from "node:timers/promises";
import { root } from "../../scripts/workspace.mjs";
import type * as Clients from "../floods/clients.ts";
import type * as Server from "../floods/server.ts";
import { inTurn, type Participant } from "../lib/in-turn.ts";
import { startProcess } from "../lib/process.ts";
import { save, type Options } from "../lib/results.ts";
import { removeDatabase, testDatabase, titles, type DatabaseKind } from "../lib/test-database.ts";

/** What floods, and how passwords are hashed. */
const floods = {
  quiet: [null, "pbkdf2"],
  bodies: ["bodies", "pbkdf2"],
  unknown: ["unknown", "pbkdf2"],
  argon2id: ["unknown", "argon2id"],
  burst: ["burst", "pbkdf2"],
} as const;

type Subject = [DatabaseKind, checkout: string];

export async function run(options: Options): Promise<void> {
  const participants: Participant<Subject>[] = [];
  for (const kind of ["sqlite", "postgres"] as const) {
    // BENCH_BEFORE: the folder of an older checkout that is measured in the same run.
    for (const [when, checkout] of Object.entries({ "": root, ", before": process.env.BENCH_BEFORE }))
      if (checkout) participants.push({ name: kind + when, title: titles[kind] + when, subject: [kind, checkout] });
  }
  const milliseconds = options.quick ? 1_500 : 4_000;
  const steps = (Object.keys(floods) as (keyof typeof floods)[]).map((key) => async (subject: Subject) => {
    const found = await measure(floods[key], subject, milliseconds);
    return Object.fromEntries(Object.entries(found).map(([figure, value]) => [`${key}_${figure}`, value]));
  });
  const rounds = options.quick ? 1 : 3;
  save("floods", { rounds, rows: await inTurn(participants, steps, { rounds, warmUps: 0 }) }, options);
}

type Flood = (typeof floods)[keyof typeof floods];

async function measure([kind, hasher]: Flood, [database, checkout]: Subject, milliseconds: number) {
  const location = await testDatabase(database);
  const server = startProcess<typeof Server>("floods/server.ts");
  const start = () => startProcess<typeof Clients>("floods/clients.ts");
  const [client, others] = [start(), start()];
  try {
    const port = await server.call.listen(checkout, location, hasher);
    const token = await others.call.signUpOthers(port);
    if (kind !== null) await client.call.flood(kind, port);
    // A flood needs a moment to reach its height.
    await setTimeout(500);
    return await others.call.measureOthers(port, token, milliseconds);
  } finally {
    for (const { end } of [client, others, server]) await end();
    await removeDatabase(location);
  }
}

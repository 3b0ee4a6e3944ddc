import { parseArgs } from "node:util";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { diagnose } from "../doctor/doctor.ts";
import { printDiagnosis } from "./print-diagnosis.ts";
import { CliError, UsageError } from "../log.ts";
import { backUp } from "../sqlite-file/backup.ts";
import { restore } from "../sqlite-file/restore.ts";
import { output, type Output } from "./output.ts";

/** Where an operation takes its settings from. Each throws CliError for one that is wrong. */
export interface OperationSettings {
  readonly config: () => Promise<Config>;
  readonly database: () => Promise<Database>;
}

interface Arguments {
  readonly file: string;
  readonly force: boolean;
  readonly out: Output;
  readonly settings: OperationSettings;
}

/** A command over a whole server: `latchkey backup backup.db`. */
interface Operation {
  readonly usage: string;
  readonly options: readonly ("json" | "force")[];
  readonly takesFile: boolean;
  /** @returns the exit code */
  run(given: Arguments): Promise<number>;
}

const operations: Readonly<Record<string, Operation>> = {
  doctor: {
    usage: "latchkey doctor [--json]",
    options: ["json"],
    takesFile: false,
    async run({ out, settings }) {
      const checks = await diagnose(settings.config);
      printDiagnosis(checks, out);
      return checks.some(({ status }) => status === "fail") ? 1 : 0;
    },
  },
  backup: {
    usage: "latchkey backup <file> [--force] [--json]",
    options: ["json", "force"],
    takesFile: true,
    async run({ file, force, out, settings }) {
      const database = sqliteFileOf(await settings.database(), "pg_dump --format=custom --no-owner --file=backup.dump");
      database.requireFile();
      out.progress(`Copying ${database.label} …`);
      const report = backUp(database, file, { force });
      out.show(report);
      out.say("It holds password hashes and addresses, and no secret: keep AUTH_SECRET somewhere else.");
      return 0;
    },
  },
  restore: {
    usage: "latchkey restore <file> [--force] [--json]",
    options: ["json", "force"],
    takesFile: true,
    async run({ file, force, out, settings }) {
      const database = sqliteFileOf(await settings.database(), "pg_restore --no-owner --exit-on-error --dbname=…");
      out.progress(`Checking ${file} …`);
      out.show(await restore(file, database, { force }));
      out.say(
        "Everything is as it was at the backup: sessions that were signed out since are alive again, and deleted " +
          "accounts are back. To sign everybody out, start the server with a new AUTH_SECRET.",
      );
      return 0;
    },
  },
};

/** Whether a command line is for one of them. */
export function isOperation([word]: readonly string[]): boolean {
  return word !== undefined && Object.hasOwn(operations, word);
}

/** Their names. */
export const OPERATIONS: readonly string[] = Object.keys(operations);

/**
 * Runs one: `["backup", "backup.db", "--json"]`.
 *
 * @returns the exit code
 * @throws UsageError for a wrong command line, CliError for what cannot be done
 */
export async function runOperation([name = "", ...args]: readonly string[], settings: OperationSettings) {
  const operation = operations[name]!;
  if (args.some((word) => word === "--help" || word === "-h")) {
    console.log(operation.usage);
    return 0;
  }
  const { file, json, force } = readArguments(operation, args);
  const out = output(
    json,
    (line) => console.log(line),
    (line) => void process.stderr.write(`${line}\n`),
  );
  return operation.run({ file, force, out, settings });
}

function readArguments({ usage, options: known, takesFile }: Operation, args: readonly string[]) {
  const options = Object.fromEntries(known.map((name) => [name, { type: "boolean" as const }]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length === (takesFile ? 1 : 0))
      return { file: positionals[0] ?? "", json: values.json === true, force: values.force === true };
  } catch {
    // An option that is not known: the usage says which are.
  }
  throw new UsageError(`Write it like: ${usage}`);
}

/** @throws CliError that says how it is done on PostgreSQL */
function sqliteFileOf(database: Database, command: string): Database & { readonly file: string } {
  const { file, kind } = database;
  if (kind === "sqlite" && file !== null) return { ...database, file };
  if (kind === "sqlite") throw new CliError("A database in memory has no file.");
  throw new CliError(
    `This command is for SQLite. PostgreSQL has its own: ${command}, as docs/operations.md says in full.`,
  );
}

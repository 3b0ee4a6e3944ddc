import { readFileSync } from "node:fs";
import { auditLog, type AuditAnchor, type AuditLog, type LoggedEntry } from "@latchkey/core/audit";
import { CliError, UsageError, reasonOf } from "../log.ts";
import { COMMAND_LINE, type CommandGroup, type Workplace } from "./command.ts";

/** `latchkey audit …` */
export const auditCommands: CommandGroup = {
  tail: {
    words: [],
    options: { limit: "string", user: "string" },
    help: "shows the newest entries, the last one at the end; --limit 20, --user <id>",
    async run(place, _, { limit = "20", user }) {
      const userId = typeof user === "string" ? user : undefined;
      const { entries } = await logOf(place).list({ limit: Number(limit), userId });
      if (entries.length === 0) place.out.say("There are no entries.");
      place.out.list(entries.toReversed().map(rowOf));
    },
  },
  verify: {
    words: [],
    options: { anchor: "string" },
    help: "looks for entries that were changed, moved or deleted; --anchor <file> of before",
    async run(place, _, { anchor }) {
      place.out.progress("Reading the audit log …");
      const found = await logOf(place).verify({ anchor: typeof anchor === "string" ? readAnchor(anchor) : undefined });
      const { isValid, checked, problems } = found;
      if (place.out.isJson) place.out.show(found);
      else place.out.list(problems);
      if (!isValid) throw new CliError("The audit log was changed: see the problems, and compare it with a backup.");
      place.out.say(`The audit log is whole: ${checked} entries.`);
    },
  },
  anchor: {
    words: [],
    help: "prints the end of the log as JSON: keep it where the database cannot reach",
    run: async (place) => void process.stdout.write(`${JSON.stringify(await logOf(place).anchor())}\n`),
  },
  prune: {
    words: ["days"],
    help: "deletes entries that are older than so many days; the log stays valid",
    async run(place, [days = ""]) {
      if (!/^[1-9]\d{0,4}$/.test(days)) throw new UsageError("Write it like: latchkey audit prune 400");
      const count = await logOf(place).prune({ before: new Date(Date.now() - Number(days) * 86_400_000) });
      place.out.show({ deleted: count });
    },
  },
  erase: {
    words: ["user"],
    help: "erases a person, by id, from the entries; delete the user first",
    async run(place, [user = ""]) {
      if (await place.users.find({ id: user }))
        throw new CliError("The user is still there, and later entries would name the person again: delete it first.");
      place.out.show({ changed: await logOf(place).erase(user) });
    },
  },
};

/** @throws CliError nothing is recorded */
function logOf({ auth }: Workplace): AuditLog {
  try {
    return auditLog(auth, COMMAND_LINE);
  } catch {
    throw new CliError("There is no audit log: AUTH_AUDIT is off.");
  }
}

function rowOf({ seq, at, type, userId, actor, client }: LoggedEntry) {
  return { seq, at, type, userId, actor, address: client?.address ?? null };
}

/** @throws CliError the file is no anchor */
function readAnchor(path: string): AuditAnchor {
  try {
    const { pool, seq, mac } = JSON.parse(readFileSync(path, "utf8")) as Partial<AuditAnchor>;
    if (typeof pool !== "string" || !Number.isSafeInteger(seq) || typeof mac !== "string")
      throw new Error("it is not what `latchkey audit anchor` prints");
    return { pool, seq: seq!, mac };
  } catch (error) {
    throw new CliError(`The anchor in ${path} cannot be read (${reasonOf(error)}).`);
  }
}

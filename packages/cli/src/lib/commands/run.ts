import { parseArgs } from "node:util";
import { AuthError, createAuth } from "@latchkey/core";
import { users } from "@latchkey/core/users";
import { MAIN_POOL, accountOptions } from "../pool/auth-options.ts";
import { readDatabase } from "../database/database.ts";
import { CliError, UsageError, reasonOf } from "../log.ts";
import { ADMIN_POOL } from "../admin-pool.ts";
import { adminCommands } from "./admins.ts";
import { withAuditLog } from "../audit.ts";
import { auditCommands } from "./audit.ts";
import { COMMAND_LINE, type AdminCommand, type CommandGroup, type Options } from "./command.ts";
import { type Stdin, inputFrom } from "./input.ts";
import { developmentSecret, randomSecret } from "../secret/secret.ts";
import type { Settings } from "../settings/settings.ts";
import { NO_MAILS, openOwnerMails } from "./owner-mails.ts";
import { output } from "./output.ts";
import { sessionCommands } from "./sessions.ts";
import { userCommands } from "./users.ts";

/** What a program is started with. */
interface Surroundings {
  /** @throws CliError */
  readonly settings: () => Promise<Settings>;
  readonly stdin: Stdin;
}

interface Arguments {
  readonly words: readonly string[];
  readonly options: Options;
}

/** Commands over the accounts of a database, by their first word. */
export const groups: Readonly<Record<string, CommandGroup>> = {
  users: userCommands,
  sessions: sessionCommands,
  admins: adminCommands,
  audit: auditCommands,
};

/** Whether a command line is for one of them. */
export function isAdminCommand([word]: readonly string[]): boolean {
  return word !== undefined && Object.hasOwn(groups, word);
}

/**
 * Runs one: `["users", "show", "ada@example.com", "--json"]`.
 *
 * @throws UsageError for a wrong command line, CliError for what cannot be done
 */
export async function runAdminCommand(
  [group = "", ...rest]: readonly string[],
  { settings, stdin }: Surroundings,
): Promise<void> {
  const commands = groups[group]!;
  if (rest.some((word) => word === "--help" || word === "-h") || rest.length === 0)
    return console.log(helpOf(group, commands));
  const [name = "", ...args] = rest;
  if (!Object.hasOwn(commands, name)) {
    const names = Object.keys(commands).join(", ");
    throw new UsageError(`Unknown command "${group} ${name}": there are ${names}.`);
  }
  const command = commands[name]!;
  const { words, options } = readArguments(`${group} ${name}`, command, args);
  const known = await settings();
  await withDatabase(known, command, { words, options, stdin, pool: poolOf(group, known, options) });
}

async function withDatabase(
  settings: Settings,
  command: AdminCommand,
  { words, options, stdin, pool }: Arguments & Pick<Surroundings, "stdin"> & { readonly pool: string },
): Promise<void> {
  const database = readDatabase(settings);
  database.requireFile();
  const mails = command.tellsOwner === true ? openOwnerMails(settings, pool) : NO_MAILS;
  const storage = database.open();
  try {
    const auth = createAuth({
      ...accountOptions(settings),
      storage: withAuditLog(storage, settings, () => serverSecret(settings, database.folder)),
      pool,
      keepsLastUser: pool === ADMIN_POOL,
      // No token goes out: one is made to see whether it would fit.
      secret: randomSecret(),
      hooks: { after: (event) => mails.hear(event, all) },
    });
    const all = users(auth, COMMAND_LINE);
    const tell = (text: string) => void process.stderr.write(text);
    const out = output(
      options.json === true,
      (line) => console.log(line),
      (line) => tell(`${line}\n`),
    );
    await command.run({ auth, users: all, mails, input: inputFrom(stdin, tell), out }, words, options);
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const { code, message, cause } = error;
    if (code !== "storage_unavailable") throw new CliError(`${message}${message.endsWith(".") ? "" : "."}`);
    throw new CliError(
      `The database ${database.label} cannot be used (${reasonOf(cause)}): ` +
        "check that it runs and that DATABASE_URL is right.",
    );
  } finally {
    mails.close();
    await storage.close();
  }
}

/** What proves the audit log where AUTH_AUDIT_SECRET is not set: by another secret, its rows would look forged. */
function serverSecret({ secret, nodeEnv }: Settings, folder: string): string {
  if (secret !== null) return secret;
  if (nodeEnv !== "production") return developmentSecret(folder).secret;
  throw new CliError("AUTH_SECRET is missing: commands write into the audit log, which the server's secret proves.");
}

/** The pool that `--pool` names, or that of the administrators. @throws UsageError there is none of that name */
function poolOf(group: string, { pools }: Settings, { pool = MAIN_POOL }: Options): string {
  if (groups[group] === adminCommands) return ADMIN_POOL;
  const known = [MAIN_POOL, ...pools];
  if (typeof pool === "string" && known.includes(pool)) return pool;
  throw new UsageError(`--pool takes one of ${known.join(", ")}: AUTH_POOLS names the others.`);
}

function readArguments(
  name: string,
  { words: wanted, options: own = {} }: AdminCommand,
  args: readonly string[],
): Arguments {
  const types = { json: "boolean" as const, pool: "string" as const, ...own };
  try {
    const options = Object.fromEntries(Object.entries(types).map(([option, type]) => [option, { type }]));
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length !== wanted.length)
      throw new UsageError(`Write it like: latchkey ${[name, ...wanted.map((word) => `<${word}>`)].join(" ")}`);
    return { words: positionals, options: values };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const known = Object.keys(types).map((option) => `--${option}`);
    throw new UsageError(`An option is wrong. "latchkey ${name}" takes ${known.join(", ")}.`);
  }
}

function helpOf(group: string, commands: CommandGroup): string {
  const lines = Object.entries(commands).map(([name, { words, help }]) => {
    const usage = [group, name, ...words.map((word) => `<${word}>`)].join(" ");
    return `  latchkey ${usage.padEnd(30)} ${help}`;
  });
  return [
    `latchkey ${group}: over the accounts in DATABASE_URL`,
    "",
    ...lines,
    "",
    "<user> is an address, a user name or an id. --json prints for programs, and --pool takes another user pool.",
    "The exit code is 0, 1 for what cannot be done, 2 for a wrong command line, and 3 where all is done but the mail",
    "to the owner, which goes out where the variables of the server say how.",
  ].join("\n");
}

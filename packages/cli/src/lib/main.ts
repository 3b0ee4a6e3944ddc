import { parseArgs } from "node:util";
import { readConfig } from "./config.ts";
import type { Stdin } from "./commands/input.ts";
import { isOperation, OPERATIONS, runOperation } from "./commands/operations.ts";
import { groups, isAdminCommand, runAdminCommand } from "./commands/run.ts";
import { readDatabase } from "./database/database.ts";
import { CliError, UntoldOwnerError, UsageError, oneLine, reasonOf } from "./log.ts";
import { version } from "./package.ts";
import { randomSecret } from "./secret/secret.ts";
import { serve } from "./serve.ts";
import { findConfigFile } from "./settings/config-file.ts";
import { settingsHelp } from "./settings/help.ts";
import { type Environment, type FoundFile, readSettings } from "./settings/read-settings.ts";
import { waitForShutdownSignal } from "./listening/shutdown.ts";

/** Where settings come from. */
interface Sources {
  readonly env: Environment;
  readonly file: FoundFile | null;
}

type Command = (sources: Sources, options: readonly string[]) => Promise<void>;

const DEMO_PROVIDER = "--demo-provider";

const COMMANDS: Readonly<Record<string, Command>> = {
  async serve({ env, file }, options) {
    const config = readConfig(env, file);
    const server = await serve(config, { ownsProcess: true, demoProvider: options.includes(DEMO_PROVIDER) });
    await waitForShutdownSignal();
    await server.close();
  },
  async migrate({ env, file }) {
    const database = readDatabase(readSettings(env, file));
    const storage = database.open();
    try {
      await storage.migrate();
      console.log(`The tables in ${database.label} are up to date.`);
    } catch (error) {
      throw new CliError(
        `The tables in ${database.label} cannot be made (${reasonOf(error)}): ` +
          "check that it runs and that DATABASE_URL is right.",
      );
    } finally {
      await storage.close();
    }
  },
  async secret() {
    console.log(randomSecret());
  },
};

/**
 * Runs the command line.
 *
 * @returns the exit code: 0, 1 for an error, 2 for a wrong command line, 3 where all is done but a mail
 */
export async function main(args: readonly string[], env: Environment, stdin: Stdin = process.stdin): Promise<number> {
  try {
    const { path, rest } = takeConfigOption(args);
    const sources = async () => ({ env, file: await findConfigFile(path) });
    if (isAdminCommand(rest)) {
      const settings = async () => {
        const { file } = await sources();
        return readSettings(env, file);
      };
      await runAdminCommand(rest, { settings, stdin });
      return 0;
    }
    if (isOperation(rest))
      return await runOperation(rest, {
        config: async () => readConfig(env, (await sources()).file),
        database: async () => readDatabase(readSettings(env, (await sources()).file)),
      });
    const command = readCommand(rest);
    const options = rest.filter((arg) => arg === DEMO_PROVIDER);
    if (typeof command === "string") console.log(command);
    else await command(await sources(), options);
    return 0;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    console.error(`latchkey: ${oneLine(error.message)}`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: CliError): number {
  if (error instanceof UntoldOwnerError) return 3;
  return error instanceof UsageError ? 2 : 1;
}

/** Takes `--config <file>` out of a command line. @throws UsageError it names no file */
function takeConfigOption(args: readonly string[]): { readonly path?: string; readonly rest: readonly string[] } {
  const at = args.findIndex((arg) => arg === "--config" || arg.startsWith("--config="));
  if (at < 0) return { rest: args };
  const [, inline] = /^--config=(.*)$/s.exec(args[at]!) ?? [];
  const path = inline ?? args[at + 1];
  if (!path || path.startsWith("-")) throw new UsageError("--config needs a file, like --config latchkey.config.ts.");
  return { path, rest: args.toSpliced(at, inline === undefined ? 2 : 1) };
}

/** The command, or the text that an option asks for. */
function readCommand(args: readonly string[]): Command | string {
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true });
  const options = tokens.filter((token) => token.kind === "option").map(({ rawName }) => rawName);
  const words = tokens.filter((token) => token.kind === "positional").map(({ value }) => value);

  const isDemo = words[0] === "serve" && options.includes(DEMO_PROVIDER);
  const known = ["--help", "-h", "--version", "-v", ...(isDemo ? [DEMO_PROVIDER] : [])];
  const unknown = options.find((option) => !known.includes(option));
  if (unknown !== undefined)
    throw new UsageError(
      `Unknown option ${unknown}: settings are environment variables or stand in a file, see "latchkey --help".`,
    );
  if (options.some((option) => option.endsWith("h") || option.endsWith("help"))) return HELP;
  if (options.some((option) => option !== DEMO_PROVIDER)) return version;
  const [word, ...more] = words;
  if (word === undefined) return HELP;
  if (!Object.hasOwn(COMMANDS, word)) {
    const commands = [...Object.keys(COMMANDS), ...OPERATIONS, ...Object.keys(groups)].join(", ");
    throw new UsageError(`Unknown command "${word}": the commands are ${commands}.`);
  }
  if (more.length > 0) throw new UsageError(`Unexpected argument "${more[0]}".`);
  return COMMANDS[word]!;
}

export const HELP = `latchkey: a ready authentication server

  latchkey serve      answers the whole life of an account, with pages for people and JSON for programs;
                      with --demo-provider also starts an OpenID provider here, to try signing in by one
  latchkey migrate    makes or updates the tables of DATABASE_URL
  latchkey secret     prints a new random secret for AUTH_SECRET
  latchkey users      lists, shows, creates, disables, unlocks, deletes, exports and imports users: --help
  latchkey admins     creates, lists, disables, unlocks and deletes administrators of the panel: --help
  latchkey sessions   lists and ends the sessions of a user: --help
  latchkey audit      shows, verifies, anchors and prunes the audit log: --help
  latchkey doctor     looks at settings, secret, database, clock, files, mail and origin, and says what to do
  latchkey backup     copies the SQLite file of DATABASE_URL while the server goes on: latchkey backup <file>
  latchkey restore    puts a backup in its place: latchkey restore <file>
  latchkey --help, --version

Settings are environment variables, or stand in latchkey.config.ts, .js, .mjs or .json here, or in the file that
--config names; there, AUTH_SESSION_LIFETIME is sessionLifetime. Variables win. In parentheses: the default.

${settingsHelp()}`;

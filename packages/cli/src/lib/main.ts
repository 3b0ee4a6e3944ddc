import { parseArgs } from "node:util";
import { type Environment, readConfig } from "./config.ts";
import type { Stdin } from "./commands/input.ts";
import { groups, isAdminCommand, runAdminCommand } from "./commands/run.ts";
import { readDatabase } from "./database.ts";
import { CliError, UsageError, oneLine, reasonOf } from "./log.ts";
import { version } from "./package.ts";
import { randomSecret } from "./secret.ts";
import { serve } from "./serve.ts";
import { waitForShutdownSignal } from "./shutdown.ts";

type Command = (env: Environment, options: readonly string[]) => Promise<void>;

const DEMO_PROVIDER = "--demo-provider";

const COMMANDS: Readonly<Record<string, Command>> = {
  async serve(env, options) {
    const server = await serve(readConfig(env), { ownsProcess: true, demoProvider: options.includes(DEMO_PROVIDER) });
    await waitForShutdownSignal();
    await server.close();
  },
  async migrate(env) {
    const database = readDatabase(env.DATABASE_URL);
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

/** Runs the command line. @returns the exit code: 0, 1 for an error, 2 for a wrong command line */
export async function main(args: readonly string[], env: Environment, stdin: Stdin = process.stdin): Promise<number> {
  try {
    if (isAdminCommand(args)) {
      await runAdminCommand(args, { env, stdin });
      return 0;
    }
    const command = readCommand(args);
    if (typeof command === "string") console.log(command);
    else
      await command(
        env,
        args.filter((arg) => arg === DEMO_PROVIDER),
      );
    return 0;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    console.error(`latchkey: ${oneLine(error.message)}`);
    return error instanceof UsageError ? 2 : 1;
  }
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
    throw new UsageError(`Unknown option ${unknown}: settings are environment variables, see "latchkey --help".`);
  if (options.some((option) => option.endsWith("h") || option.endsWith("help"))) return HELP;
  if (options.some((option) => option !== DEMO_PROVIDER)) return version;
  const [word, ...more] = words;
  if (word === undefined) return HELP;
  if (!Object.hasOwn(COMMANDS, word))
    throw new UsageError(
      `Unknown command "${word}": the commands are ${[...Object.keys(COMMANDS), ...Object.keys(groups)].join(", ")}.`,
    );
  if (more.length > 0) throw new UsageError(`Unexpected argument "${more[0]}".`);
  return COMMANDS[word]!;
}

export const HELP = `latchkey: a ready authentication server

  latchkey serve      answers the whole life of an account, with pages for people and JSON for programs;
                      with --demo-provider also starts an OpenID provider here, to try signing in by one
  latchkey migrate    makes or updates the tables of DATABASE_URL
  latchkey secret     prints a new random secret for AUTH_SECRET
  latchkey users      lists, shows, creates, disables, unlocks, deletes, exports and imports users: --help
  latchkey sessions   lists and ends the sessions of a user: --help
  latchkey --help, --version

Settings are environment variables:

  PORT                  3000; 0 takes any that is free
  HOST                  127.0.0.1; 0.0.0.0 for every address of the machine
  DATABASE_URL          sqlite:./data/latchkey.db, or postgres://user:password@host:5432/database
  AUTH_SECRET           at least 32 random bytes; development makes one and keeps it beside the data
  AUTH_SECRET_ALSO      none; another secret whose tokens count, while AUTH_SECRET is replaced (docs/operations.md)
  AUTH_BASE_PATH        /auth
  AUTH_TRUSTED_ORIGINS  none; other origins whose pages may use the session, separated by commas
  AUTH_NAME             Latchkey; what pages and mails call your service
  AUTH_ORIGIN           none; where people reach the server, like https://accounts.example.com
  AUTH_SMTP_URL         none; sends mails: smtp://user:password@smtp.example.com:587 or smtps://...
  AUTH_MAIL_FROM        none; who sends them: "Shop <no-reply@shop.example>"
  AUTH_GOOGLE_ID        none; with AUTH_GOOGLE_SECRET: people sign in with Google. So with APPLE, MICROSOFT, GITHUB,
                        GITLAB, FACEBOOK, DISCORD, LINKEDIN, SLACK, TWITCH, X, SPOTIFY, and any OpenID provider by
                        AUTH_OPENID_ISSUER and AUTH_OPENID_ID (docs/server.md)
  NODE_ENV              production requires AUTH_SECRET, makes the cookie Secure, and sends mails or offers nothing
                        that needs one; elsewhere mails are shown here, and /auth/openapi.json is served`;

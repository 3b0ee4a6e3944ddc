import { parseArgs } from "node:util";
import { readConfig, type Environment } from "./config.ts";
import { readDatabase } from "./database.ts";
import { HELP } from "./help.ts";
import { oneLine, reasonOf } from "./log.ts";
import { version } from "./package.ts";
import { randomSecret } from "./random-secret.ts";
import { Refusal } from "./refusal.ts";
import { serve } from "./serve.ts";
import { untilToldToEnd } from "./signals.ts";

type Command = (env: Environment) => Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
  async serve(env) {
    const server = await serve(readConfig(env), { ownsProcess: true });
    await untilToldToEnd();
    await server.close();
  },
  async migrate(env) {
    const database = readDatabase(env.DATABASE_URL);
    const storage = database.open();
    try {
      await storage.migrate();
      console.log(`The tables in ${database.label} are up to date.`);
    } catch (error) {
      throw new Refusal(
        `The tables in ${database.label} cannot be made (${reasonOf(error)}): see that it runs, and that DATABASE_URL is right.`,
      );
    } finally {
      await storage.close();
    }
  },
  async secret() {
    console.log(randomSecret());
  },
};

/** Does what the command line says. @returns the exit code: 0, 1 for a refusal, 2 for a command line that is none */
export async function main(args: readonly string[], env: Environment): Promise<number> {
  try {
    const command = readCommand(args);
    if (typeof command === "string") console.log(command);
    else await command(env);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`latchkey: ${oneLine(error.message)}`);
    return error instanceof Misuse ? 2 : 1;
  }
}

class Misuse extends Refusal {}

/** The command, or the text that an option asks for. */
function readCommand(args: readonly string[]): Command | string {
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true });
  const options = tokens.filter((token) => token.kind === "option").map(({ rawName }) => rawName);
  const words = tokens.filter((token) => token.kind === "positional").map(({ value }) => value);

  const unknown = options.find((option) => !["--help", "-h", "--version", "-v"].includes(option));
  if (unknown !== undefined)
    throw new Misuse(
      `There is no option ${unknown}: settings are environment variables, and "latchkey --help" lists them.`,
    );
  if (options.some((option) => option.endsWith("h") || option.endsWith("help"))) return HELP;
  if (options.length > 0) return version;
  const [word, ...more] = words;
  if (word === undefined) return HELP;
  if (!Object.hasOwn(COMMANDS, word))
    throw new Misuse(`There is no command "${word}": the commands are ${Object.keys(COMMANDS).join(", ")}.`);
  if (more.length > 0) throw new Misuse(`"latchkey ${word}" takes nothing after it, and "${more[0]}" is too much.`);
  return COMMANDS[word]!;
}

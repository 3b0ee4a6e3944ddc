import { CliError } from "../log.ts";
import { WrongValue } from "./kinds.ts";
import { nearest } from "./nearest.ts";
import { isOfOthers } from "./others-variables.ts";
import { keyOf, type Setting } from "./setting.ts";
import { SETTINGS, type ConfigFile, type Settings } from "./settings.ts";

/** Environment variables by name, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration file that was found. */
export interface FoundFile {
  /** Its name, for refusals. */
  readonly name: string;
  /** What it says. */
  readonly values: ConfigFile;
}

/**
 * Reads every setting: from its variable, else from the file, else its default. An empty variable counts as a missing
 * one.
 *
 * @throws CliError that names a setting that is wrong or unknown
 */
export function readSettings(env: Environment, file: FoundFile | null = null): Settings {
  refuseUnknownVariables(env);
  if (file) refuseUnknownKeys(file);
  return Object.fromEntries(
    Object.entries(SETTINGS).map(([variable, setting]) => [
      keyOf(variable),
      readSetting(variable, setting, { env, file }),
    ]),
  ) as unknown as Settings;
}

interface Sources {
  readonly env: Environment;
  readonly file: FoundFile | null;
}

function readSetting(variable: string, setting: Setting, { env, file }: Sources): unknown {
  const given = env[variable];
  if (given) return parse(variable, setting, given);
  const key = keyOf(variable);
  const written = file?.values[key as keyof ConfigFile];
  if (file === null || written === undefined || written === null) return setting.default;
  return parse(`${key} in ${file.name}`, setting, textOf(written, `${key} in ${file.name}`));
}

/** A value of a file as the variable would say it. @throws CliError */
function textOf(written: unknown, name: string): string {
  if (typeof written === "string" || typeof written === "number") return String(written);
  if (typeof written === "boolean") return written ? "on" : "off";
  if (Array.isArray(written) && written.every((entry) => typeof entry === "string")) return written.join(",");
  throw new CliError(`${name} must be text, a number, true, false, or a list of texts.`);
}

function parse(name: string, { kind, example, secret }: Setting, text: string): unknown {
  try {
    return kind.parse(text);
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    const like = example === undefined ? "" : `, like ${/ in /.test(name) ? `"${example}"` : `${name}=${example}`}`;
    throw new CliError(`${name} ${error.message}${like}${secret ? "" : `: got "${text}"`}.`);
  }
}

/** Letters of a name from which on a similar one is taken for a misspelling. */
const MIN_LENGTH = 8;

/** Those that begin with `AUTH_` and belong to another program that is known: they are not read. */
export function variablesOfOthers(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && !Object.hasOwn(SETTINGS, name) && isOfOthers(name, value) ? [name] : [],
  );
}

/**
 * Refuses a variable that begins with `AUTH_` and is none of ours, and one that is nearly another of ours that is not
 * set: either would leave a default in force without a word. What is known to belong to another program is passed over.
 */
function refuseUnknownVariables(env: Environment): void {
  for (const [name, value] of Object.entries(env)) {
    if (!value || Object.hasOwn(SETTINGS, name) || isOfOthers(name, value)) continue;
    const isOurs = name.startsWith("AUTH_");
    // A name as short as HOST is close to many that belong to others, like HOME.
    const unset = Object.keys(SETTINGS).filter((known) => !env[known] && known.length >= MIN_LENGTH);
    const { name: meant, isClose } = nearest(name.toUpperCase(), isOurs ? Object.keys(SETTINGS) : unset);
    if (isClose && unset.includes(meant))
      throw new CliError(`There is no variable ${name}: write ${meant}. "latchkey --help" lists all of them.`);
    if (isOurs)
      throw new CliError(
        `There is no variable ${name}. The nearest name is ${meant}; "latchkey --help" lists all of them. ` +
          `If another program needs it, start this one without it: env -u ${name} latchkey …`,
      );
  }
}

function refuseUnknownKeys({ name, values }: FoundFile): void {
  const keys = Object.keys(SETTINGS).map(keyOf);
  const unknown = Object.keys(values).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new CliError(`${name} has no setting "${unknown}". The nearest name is "${nearest(unknown, keys).name}".`);
}

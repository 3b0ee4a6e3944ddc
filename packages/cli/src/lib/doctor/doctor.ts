import type { Config } from "../config.ts";
import { CliError } from "../log.ts";
import { checkOf, type Check } from "./check.ts";
import { checkDatabase } from "./database-checks.ts";
import { checkFiles } from "./file-checks.ts";
import { checkMail } from "./mail-check.ts";
import { checkOrigin } from "./origin-checks.ts";
import { checkSecret } from "./secret-check.ts";

/**
 * Looks at everything that a server needs, and changes nothing: settings, secret, database, clock, files, mail, and the
 * way that people take to it. The server need not run.
 *
 * @param readConfig throws CliError for a setting that is wrong
 */
export async function diagnose(readConfig: () => Promise<Config>): Promise<readonly Check[]> {
  const { ok, warn, fail } = checkOf("settings");
  let config: Config;
  try {
    config = await readConfig();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [fail(error.message, "Change it and run this again: without settings nothing else can be checked.")];
  }
  const mode = config.isProduction
    ? ok("They can be read, for production.")
    : warn(
        "They can be read, for development: the cookie goes over plain http, and mails with links are shown.",
        "Set NODE_ENV=production for a server that others reach.",
      );
  const checks = [checkDatabase, checkMail, checkOrigin].map((check) => check(config));
  return [mode, checkSecret(config), ...checkFiles(config), ...(await Promise.all(checks)).flat()];
}

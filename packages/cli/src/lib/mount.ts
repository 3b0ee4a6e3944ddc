import { createAuth, type Storage } from "@latchkey/core";
import { createHandler, type Handler } from "@latchkey/http";
import type { Config } from "./config.ts";
import { readPage } from "./page.ts";
import { Refusal } from "./refusal.ts";

/** The SDK's options by the variables that they come from. */
const VARIABLES: Readonly<Record<string, string>> = {
  secret: "AUTH_SECRET",
  basePath: "AUTH_BASE_PATH",
  trustedOrigins: "AUTH_TRUSTED_ORIGINS",
};

/**
 * Everything that the server answers: the page, and the routes of the SDK below the base path.
 *
 * @throws Refusal for a value that the SDK refuses
 */
export function mount(config: Config, storage: Storage, secret: string, onError: (error: unknown) => void): Handler {
  const { basePath, trustedOrigins, isProduction } = config;
  try {
    const auth = createAuth({ storage, secret });
    const handler = createHandler(auth, { basePath, trustedOrigins, cookie: { secure: isProduction }, onError });
    const page = readPage(basePath);
    return async (request) => page(request) ?? handler(request);
  } catch (error) {
    throw error instanceof TypeError ? new Refusal(`${inVariables(error.message)}.`) : error;
  }
}

/** The SDK's sentences begin with the option's name. */
function inVariables(sentence: string): string {
  return sentence.replace(/^\w+/, (option) => VARIABLES[option] ?? option);
}

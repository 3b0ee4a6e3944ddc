import { createHash } from "node:crypto";
import { createAuth, pbkdf2, type AuthEvent, type SecretRing, type Storage } from "@latchkey/core";
import { commonPasswords } from "@latchkey/core/common-passwords";
import { throttle } from "@latchkey/core/throttle";
import { createHandler, type HandlerOptions } from "@latchkey/http";
import { openApiRoutes } from "@latchkey/http/openapi";
import type { Config } from "./config.ts";
import { lifeRoutes, mailedLife, type MailedLife } from "./life.ts";
import { terminalMailer } from "./mailer.ts";
import { readPage } from "./page.ts";
import { Refusal } from "./refusal.ts";
import type { Fetch } from "./web-server.ts";

/** The SDK's options by the variables that they come from. */
const VARIABLES: Readonly<Record<string, string>> = {
  secret: "AUTH_SECRET",
  basePath: "AUTH_BASE_PATH",
  trustedOrigins: "AUTH_TRUSTED_ORIGINS",
};

/** OWASP's figure for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet): Node computes it natively. */
const PBKDF2_ITERATIONS = 220_000;

/** What the routes need of the server that they are mounted on. */
export interface Surroundings {
  readonly secret: string;
  readonly onError: (error: unknown) => void;
  readonly say: (text: string) => void;
  /** Where it listens, once it does. */
  readonly url: () => string;
}

/**
 * Everything that the server answers: the page, and the routes of the SDK below the base path. In development mails are
 * shown in the terminal and the routes describe themselves; in production nobody sends mails yet, so what needs them is
 * not there.
 *
 * @throws Refusal for a value that the SDK refuses
 */
export function mount(config: Config, storage: Storage, surroundings: Surroundings): Fetch {
  const { basePath, trustedOrigins, isProduction } = config;
  const { secret, onError, say, url } = surroundings;
  try {
    const verifyNewcomer = async ({ type, userId, client }: AuthEvent) => {
      if (type === "user.created" && userId !== null) await mailed?.verification.sendTo(userId, client);
    };
    const auth = createAuth({
      storage,
      secret: secretRing(secret, config.alsoSecret),
      passwords: pbkdf2({ iterations: PBKDF2_ITERATIONS }),
      passwordPolicy: { common: commonPasswords(), serviceName: "latchkey" },
      guards: [throttle()],
      hooks: { after: verifyNewcomer },
    });
    const mail = terminalMailer(say, () => url() + (basePath === "/" ? "" : basePath));
    const mailed: MailedLife | null = isProduction ? null : mailedLife(auth, mail, onError);

    const life = [...lifeRoutes(auth), ...(mailed?.routes ?? [])];
    const cookie = { secure: isProduction };
    const described = isProduction
      ? []
      : openApiRoutes(life, { basePath: basePath === "/" ? "" : basePath, cookie: "latchkey_session" });
    const handler = createHandler(auth, {
      basePath,
      trustedOrigins,
      cookie,
      client: agentOf,
      routes: [...life, ...described],
      onError,
    });
    const page = readPage(basePath);
    return async (request) => page(request) ?? handler(request);
  } catch (error) {
    throw error instanceof TypeError ? new Refusal(`${inVariables(error.message)}.`) : error;
  }
}

/** Each under the id that it has alone, so that processes before and after a step of a rotation know each other's tokens. */
function secretRing(secret: string, also: string | undefined): SecretRing {
  if (also === undefined || also === secret) return secret;
  return [secret, also].map((text) => ({
    id: createHash("sha256").update(text).digest("base64url").slice(0, 4),
    secret: text,
  }));
}

/** The address is left out: behind a proxy it would be the proxy's, and a header anybody's. */
const agentOf: NonNullable<HandlerOptions["client"]> = ({ headers }) => ({ agent: headers.get("user-agent") });

/** The SDK's sentences begin with the option's name. */
function inVariables(sentence: string): string {
  return sentence.replace(/^\w+/, (option) => VARIABLES[option] ?? option);
}

import { type Auth, type AuthEvent, type Storage, createAuth } from "@latchkey/core";
import { users } from "@latchkey/core/users";
import { type ClientOption, type Handler, createHandler, healthRoutes } from "@latchkey/http";
import { openApiRoutes } from "@latchkey/http/openapi";
import { findLocale, locales } from "@latchkey/locales";
import { socialSignIn } from "@latchkey/oauth";
import { pageRoutes, pages } from "@latchkey/pages";
import { secretRing } from "../secret/ring.ts";
import { MAIN_POOL, accountOptions } from "./auth-options.ts";
import { type Config, pathBelow } from "../config.ts";
import { companionsOf, routesOf } from "./features.ts";
import { pathOfPool } from "./pool-path.ts";
import { openMails } from "../mail/mails.ts";
import type { ServerContext } from "../server-context.ts";

/** What a pool is made with, beside the configuration. */
export interface PoolContext extends ServerContext {
  readonly storage: Storage;
  /** The origin that providers send people back to. */
  readonly ownOrigin: string;
  readonly clientOf: ClientOption;
}

/** The handler of one user pool, and what it must close at the end. */
export interface Pool {
  readonly name: string;
  /** The path above its routes, like `"/auth"` or `"/auth/staff"`. */
  readonly basePath: string;
  readonly handler: Handler;
  readonly auth: Auth;
  readonly companions: ReturnType<typeof companionsOf>;
  /** The first parts of the paths of its routes: `"signin"`. */
  readonly firstParts: ReadonlySet<string>;
  /** Whether one can sign in with accounts at providers. */
  readonly hasProviders: boolean;
  close(): void;
}

/**
 * One user pool with its pages and routes. Development shows mails in the terminal and serves `/openapi.json`.
 * Production sends mails. Without them there are no routes and pages that need one.
 *
 * @throws TypeError, CliError for a value that cannot be used
 */
export function openPool(name: string, whole: Config, context: PoolContext): Pool {
  const isMain = name === MAIN_POOL;
  const config = isMain ? whole : { ...whole, ...differences(name, whole) };
  const { isProduction, basePath } = config;
  const base = pathBelow(config, "");
  const mails = openMails(config, context);
  const auth = createAuth({
    ...accountOptions(config),
    storage: context.storage,
    secret: secretRing(context.secret, config.secretAlso),
    pool: name,
    signUps: config.signUps,
    hooks: context.counts.hooks({ after: (event) => afterwards(event) }),
  });
  const social = config.providers.length === 0 ? undefined : socialSignIn(auth, socialOptions(config, context));
  const companions = companionsOf(auth, { config, mails, social, ownOrigin: context.ownOrigin });
  const notify = mails?.notices(users(auth));
  const afterwards = async (event: AuthEvent) => {
    const { type, userId, client } = event;
    notify?.(event);
    if (type === "user.created" && userId !== null) await companions.emailVerification?.sendTo(userId, client);
  };

  const routes = routesOf(auth, companions);
  const ownPages = pageRoutes(
    pages(auth, {
      ...companions,
      // The pages then ask for a user name: with it, each sign-up needs one.
      usernames: config.usernames ? companions.usernames : undefined,
      ...looks(config),
    }),
  );
  const described = isProduction ? [] : openApiRoutes(routes, { basePath: base, cookie: config.cookieName });
  const handler = createHandler(auth, {
    basePath,
    trustedOrigins: trustedOrigins(config),
    carriers: config.carriers,
    cookie: cookieOf(config),
    bodyLimit: config.bodyLimit,
    client: context.clientOf,
    // Of one pool is enough: they share the storage.
    routes: [...routes, ...ownPages, ...described, ...(isMain ? healthRoutes(auth, context) : [])],
    onError: context.onError,
  });
  return {
    name,
    basePath: base,
    handler,
    auth,
    companions,
    firstParts: new Set([...routes, ...ownPages].map(({ path }) => path.split("/")[1]!)),
    hasProviders: social !== undefined,
    close: () => mails?.close(),
  };
}

/** What another pool has for itself: its path, its cookie, and whether anybody may sign up. */
function differences(name: string, config: Config) {
  return {
    basePath: pathOfPool(config, name),
    cookieName: `${config.cookieName}_${name}`,
    signUps: config.openPools.includes(name),
  };
}

/** How pages look, and where they lead after signing in. */
export function looks({ name, languages, afterSignIn, themeAccent, themeRadius, themeFont }: Config) {
  return {
    name,
    after: afterSignIn ?? undefined,
    theme: { accent: themeAccent ?? undefined, radius: themeRadius ?? undefined, font: themeFont ?? undefined },
    locales: languages.map((code) => findLocale(code, locales)!),
  };
}

function socialOptions(config: Config, { ownOrigin: origin }: PoolContext) {
  const { providers, basePath, linkVerified, afterSignIn } = config;
  const defaultPath = afterSignIn ?? pathBelow(config, "/account");
  return { origin, providers, basePath, linkVerified, defaultPath };
}

/** Behind a proxy the request's own URL is not the origin that browsers name. */
function trustedOrigins({ trustedOrigins: others, origin }: Config): readonly string[] {
  return origin === null ? others : [...others, origin];
}

function cookieOf(config: Config) {
  return {
    name: config.cookieName,
    secure: config.isProduction,
    domain: config.cookieDomain ?? undefined,
    formerDomains: config.cookieFormerDomains,
    sameSite: config.cookieSameSite ?? undefined,
    partitioned: config.cookiePartitioned,
  };
}

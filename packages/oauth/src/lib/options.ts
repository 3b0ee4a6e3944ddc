import { isSafeUrl } from "./http/safe-url.ts";
import { readReturnPath } from "@latchkey/http";
import type { Profile } from "./provider/profile.ts";
import type { Provider } from "./provider/provider.ts";

/** The options of `socialSignIn`. */
export interface SocialOptions {
  /**
   * Where people see the application: `"https://app.example.com"`. Providers send browsers back to it, whatever host a
   * request names. It must be https, or http on this machine for development.
   */
  readonly origin: string;
  /** The providers, in the order of their buttons: `[google({ … }), openid("okta", { … })]`. */
  readonly providers: readonly Provider[];
  /** The `basePath` of `createHandler`. Default `"/auth"`. */
  readonly basePath?: string | undefined;
  /** Where people go after signing in, if the address names no other path of the origin. Default `"/"`. */
  readonly defaultPath?: string | undefined;
  /**
   * Where people go when it fails, with `?error=<code>&provider=<id>`, and `next` where one was asked for. Who links
   * or proves goes back to `next` itself. Default `<basePath>/sign-in`, which `@latchkey/pages` has.
   */
  readonly errorPath?: string | undefined;
  /**
   * Links at once to the user who has the address, where the provider has proved the address and the user has, too.
   * Default `false`: the owner signs in by another way first.
   */
  readonly linkVerified?: boolean | undefined;
  /**
   * The ids of the providers whose tokens are kept, sealed, for `accessToken`: `["google"]`. Default: of none.
   */
  readonly keepTokens?: readonly string[] | undefined;
  /**
   * The metadata of a new user: `({ name }) => ({ name })`. Default: none.
   *
   * @param profile what the provider says
   * @param provider the id of the provider
   */
  readonly metadata?: ((profile: Profile, provider: string) => unknown) | undefined;
  /** The clock: returns milliseconds since 1970. Give it what `createAuth` has. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The options, checked and filled in. */
export interface SocialSettings {
  readonly origin: string;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly basePath: string;
  readonly defaultPath: string;
  readonly errorPath: string;
  readonly linkVerified: boolean;
  readonly keepTokens: ReadonlySet<string>;
  readonly metadata: (profile: Profile, provider: string) => unknown;
  readonly now: () => number;
}

const NAMES = "origin providers basePath defaultPath errorPath linkVerified keepTokens metadata now".split(" ");

/** @throws TypeError An option is missing, unknown or unsafe. */
export function socialSettings(options: SocialOptions): SocialSettings {
  const { origin, basePath = "/auth", linkVerified = false, keepTokens = [] } = options;
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  check(unknown === undefined, `there is no option "${unknown}": the options are ${NAMES.join(", ")}`);
  check(
    isSafeUrl(origin) && new URL(origin).origin === origin,
    'origin must be an origin like "https://app.example.com"; http only on this machine',
  );
  check(readReturnPath(basePath) === basePath, 'basePath must be a path like "/auth"');
  check(typeof linkVerified === "boolean", "linkVerified must be true or false");
  const path = (name: "defaultPath" | "errorPath", byDefault: string) => {
    const found = readReturnPath(options[name] ?? byDefault);
    if (found === null) throw new TypeError(`${name} must be a path of the origin, like "${byDefault}"`);
    return found;
  };
  for (const name of ["metadata", "now"] as const)
    check(options[name] === undefined || typeof options[name] === "function", `${name} must be a function`);
  const providers = readProviders(options.providers);
  const stranger = keepTokens.find((id) => !providers.has(id));
  check(stranger === undefined, `keepTokens names "${stranger}", which is no provider`);
  const below = basePath === "/" ? "" : basePath;
  return {
    origin,
    providers,
    basePath: below,
    defaultPath: path("defaultPath", "/"),
    errorPath: path("errorPath", `${below}/sign-in`),
    linkVerified,
    keepTokens: new Set(keepTokens),
    metadata: options.metadata ?? (() => null),
    now: options.now ?? Date.now,
  };
}

function readProviders(list: readonly Provider[]): ReadonlyMap<string, Provider> {
  check(Array.isArray(list), "providers takes a list, like [google({ … })]");
  const providers = new Map<string, Provider>();
  for (const provider of list) {
    const { id } = provider;
    check(/^[a-z][a-z\d-]{0,31}$/.test(id), "a provider's id must be 1 to 32 lower-case letters, digits or '-'");
    // It would stand at the path of POST /oauth/link.
    check(id !== "link", 'a provider cannot have the id "link"');
    check(!providers.has(id), `two providers have the id "${id}"`);
    check(addressesOf(provider).every(isSafeUrl), `the addresses of "${id}" must be https; http only on this machine`);
    providers.set(id, provider);
  }
  return providers;
}

function addressesOf(provider: Provider): readonly string[] {
  if (provider.kind === "oauth2") return [provider.authorizationEndpoint, provider.tokenEndpoint];
  const { issuer, discovery = issuer, endpoints = {} } = provider;
  return [
    issuer,
    discovery,
    ...(Object.values(endpoints) as (string | undefined)[]).filter((url) => url !== undefined),
  ];
}

function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new TypeError(sentence);
}

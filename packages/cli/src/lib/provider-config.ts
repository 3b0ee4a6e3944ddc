import {
  apple,
  discord,
  facebook,
  github,
  gitlab,
  google,
  linkedin,
  microsoft,
  openid,
  slack,
  spotify,
  twitch,
  x,
  type Provider,
} from "@latchkey/oauth";
import { CliError } from "./log.ts";
import { isLoopback } from "./loopback.ts";
import { keyOf } from "./settings/setting.ts";
import type { Settings } from "./settings/settings.ts";

/** A provider by its variables, without `AUTH_<NAME>_` in front. */
interface Kind {
  readonly variables: readonly string[];
  readonly optional?: readonly string[];
  make(value: Readonly<Record<string, string>>): Provider;
}

type Named = (options: { readonly clientId: string; readonly clientSecret: string }) => Provider;

const SIMPLE = ["ID", "SECRET"];
const simple = (provider: Named): Kind => ({
  variables: SIMPLE,
  make: ({ ID = "", SECRET = "" }) => provider({ clientId: ID, clientSecret: SECRET }),
});

/** In the order of the buttons. */
const KINDS: Readonly<Record<string, Kind>> = {
  GOOGLE: simple(google),
  APPLE: {
    variables: ["ID", "TEAM_ID", "KEY_ID", "PRIVATE_KEY"],
    make: ({ ID = "", TEAM_ID = "", KEY_ID = "", PRIVATE_KEY = "" }) =>
      apple({ clientId: ID, teamId: TEAM_ID, keyId: KEY_ID, privateKey: PRIVATE_KEY }),
  },
  MICROSOFT: {
    variables: SIMPLE,
    optional: ["TENANT"],
    make: ({ ID = "", SECRET = "", TENANT }) => microsoft({ clientId: ID, clientSecret: SECRET, tenant: TENANT }),
  },
  GITHUB: simple(github),
  GITLAB: simple(gitlab),
  FACEBOOK: simple(facebook),
  DISCORD: simple(discord),
  LINKEDIN: simple(linkedin),
  SLACK: simple(slack),
  TWITCH: simple(twitch),
  X: simple(x),
  SPOTIFY: simple(spotify),
  OPENID: {
    variables: ["ISSUER", "ID"],
    optional: ["SECRET", "NAME"],
    make: ({ ISSUER = "", ID = "", SECRET, NAME = "OpenID" }) =>
      openid("openid", { issuer: ISSUER, clientId: ID, clientSecret: SECRET, name: NAME }),
  },
};

/**
 * Reads the providers with which people can sign in. One is there when any of its variables is set.
 *
 * @throws CliError that names a variable that is missing or cannot be used. Production needs `AUTH_ORIGIN` as well:
 * providers send people back to it.
 */
export function readProviders(settings: Settings, isProduction: boolean): readonly Provider[] {
  const providers = Object.entries(KINDS).flatMap(([name, kind]) => readProvider(settings, name, kind) ?? []);
  if (providers.length > 0 && isProduction && settings.origin === null)
    throw new CliError(
      `AUTH_ORIGIN is missing, and signing in with ${providers[0]!.name} needs it: ` +
        "providers send people back to it, like AUTH_ORIGIN=https://accounts.example.com.",
    );
  return providers;
}

function readProvider(settings: Settings, name: string, { variables, optional = [], make }: Kind): Provider | null {
  const known = [...variables, ...optional];
  const values = Object.fromEntries(
    known.flatMap((variable) => {
      const value = (settings as Readonly<Record<string, unknown>>)[keyOf(`AUTH_${name}_${variable}`)];
      return typeof value === "string" && value !== "" ? [[variable, value]] : [];
    }),
  );
  const [set] = Object.keys(values);
  if (set === undefined) return null;
  const missing = variables.find((variable) => values[variable] === undefined);
  if (missing !== undefined)
    throw new CliError(`AUTH_${name}_${missing} is missing, and AUTH_${name}_${set} needs it.`);
  const { ISSUER } = values;
  if (ISSUER !== undefined && !isHttps(ISSUER))
    throw new CliError(`AUTH_${name}_ISSUER must be https, or http on this machine: got "${ISSUER}".`);
  try {
    return make(values);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The sentence begins with the name of the option.
    throw new CliError(`AUTH_${name}_${error.message.replace(/^\w+/, (option) => option.toUpperCase())}.`);
  }
}

function isHttps(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
}

import { list, listOf, matching, oneOf, onOff, seconds, text, wholeNumber, WrongValue } from "./kinds.ts";
import { optional, setting } from "./setting.ts";

const LANGUAGES = ["en", "de", "es", "fr", "ja", "pt"] as const;
const DAY = 86_400;

const poolNames = list("list of names", (entries) => {
  const wrong = entries.find((entry) => !/^[a-z][a-z\d_-]{0,31}$/.test(entry) || entry === "users");
  if (wrong !== undefined || new Set(entries).size < entries.length)
    throw new WrongValue(
      "takes different names of 1 to 32 lower-case letters, digits, _ or -, each with a letter first, and not users",
    );
});

/** What people see. */
export const pageSettings = {
  AUTH_NAME: setting(text(64), "what pages and mails call your service", {
    default: "Latchkey",
    option: "pages.name mailer.name createAuth.passwordPolicy.serviceName passkeys.rpName secondFactor.issuer",
  }),
  AUTH_LANGUAGES: setting(listOf(...LANGUAGES), "languages of pages, the default first; mails use it, too", {
    default: LANGUAGES,
    option: "pages.locales mailer.locale",
  }),
  AUTH_AFTER_SIGN_IN: optional(text(1024), "path of the origin where people go after signing in", {
    defaultText: "their account",
    example: "/dashboard",
    option: "pages.after socialSignIn.defaultPath",
  }),
  AUTH_THEME_ACCENT: optional(text(16), "colour of buttons and marks", {
    example: "#3b5bdb",
    defaultText: "blue",
    option: "pages.theme.accent",
  }),
  AUTH_THEME_RADIUS: optional(text(16), "how round corners are", {
    example: "0.5rem",
    defaultText: "0.75rem",
    option: "pages.theme.radius",
  }),
  AUTH_THEME_FONT: optional(text(256), "fonts that devices have", {
    example: "Inter, system-ui, sans-serif",
    defaultText: "the font of the device",
    option: "pages.theme.font",
  }),
};

/** Who may have an account, and with which password. */
export const accountSettings = {
  AUTH_SIGN_UPS: setting(onOff, "off: only commands and administrators make accounts", {
    default: true,
    option: "createAuth.signUps",
  }),
  AUTH_ADMIN: setting(onOff, "off: no admin panel at /admin; its administrators are the pool admins", {
    default: true,
  }),
  AUTH_POOLS: setting(
    poolNames,
    "more user pools; each has pages and routes of its own below AUTH_BASE_PATH and its name",
    {
      default: [],
      example: "staff,partners",
      option: "createAuth.pool",
    },
  ),
  AUTH_OPEN_POOLS: setting(poolNames, "those of AUTH_POOLS where anybody may sign up", {
    default: [],
    option: "createAuth.signUps",
  }),
  AUTH_USERNAMES: setting(onOff, "on: pages ask for a user name, and one can sign in with it", {
    default: false,
    option: "pages.usernames",
  }),
  AUTH_PASSKEYS: optional(onOff, "whether people can sign in with passkeys; production needs AUTH_ORIGIN for them", {
    defaultText: "on in development, off in production",
    option: "pages.passkeys passkeys.origins",
  }),
  AUTH_PASSKEY_RP_ID: optional(
    matching("host", /^(?=.{1,253}$)[a-z\d.-]+$/, "must be a host name, like example.com"),
    "domain that passkeys belong to for good: the host of AUTH_ORIGIN, or a parent of it",
    { example: "example.com", defaultText: "the host of AUTH_ORIGIN", option: "passkeys.rpId" },
  ),
  AUTH_SECOND_FACTOR: optional(
    oneOf("on", "off", "required"),
    "whether people can set up codes of an app as a second factor; required: everybody must, administrators too",
    { defaultText: "on in development, off in production", option: "pages.secondFactor secondFactor.required" },
  ),
  AUTH_REQUIRE_VERIFIED_EMAIL: setting(onOff, "on: signing in waits until the address is confirmed; needs mails", {
    default: false,
    option: "createAuth.guards",
  }),
  AUTH_PASSWORD_MIN_LENGTH: setting(wholeNumber(1, 4096), "fewest characters of a new password", {
    default: 8,
    option: "createAuth.passwordPolicy.minLength",
  }),
  AUTH_PASSWORD_MAX_LENGTH: setting(wholeNumber(64, 4096), "most characters of a password", {
    default: 256,
    option: "createAuth.passwordPolicy.maxLength",
  }),
  AUTH_PASSWORD_COMMON: setting(onOff, "whether the 10 000 most common passwords are refused", {
    default: true,
    option: "createAuth.passwordPolicy.common",
  }),
  AUTH_PASSWORD_BREACHED: setting(onOff, "on: passwords that Have I Been Pwned knows are refused", {
    default: false,
    option: "createAuth.passwordPolicy.breached",
  }),
  AUTH_PASSWORD_HASH: setting(
    oneOf("pbkdf2", "scrypt"),
    "what hashes passwords: PBKDF2-HMAC-SHA512 or scrypt; hashes of both are accepted",
    { default: "pbkdf2", option: "createAuth.passwords" },
  ),
  AUTH_API_KEY_SCOPES: setting(list(), "scopes that users may give to their API keys", {
    default: [],
    example: "read,write",
    option: "apiKeys.scopes",
  }),
  AUTH_KEEP_API_KEYS: setting(onOff, "on: API keys live on after a new password", {
    default: false,
    option: "apiKeys.keepOnReset",
  }),
};

/** How long one stays signed in, and in which cookie. */
export const sessionSettings = {
  AUTH_SESSION_LIFETIME: setting(seconds(60, 400 * DAY), "time from signing in, or from a refresh, to the end", {
    default: 7 * DAY,
    option: "createAuth.session.lifetime",
  }),
  AUTH_SESSION_MAX_LIFETIME: optional(seconds(60, 400 * DAY), "time from signing in after which no refresh helps", {
    defaultText: "30d, or AUTH_SESSION_LIFETIME if that is longer",
    option: "createAuth.session.maxLifetime",
  }),
  AUTH_SESSION_IDLE_TIMEOUT: optional(seconds(60, 400 * DAY), "time without use after which a session ends", {
    option: "sessionUse.idleTimeout",
  }),
  AUTH_SESSION_RENEW_AFTER: optional(seconds(60, 400 * DAY), "age from which use extends a session", {
    option: "sessionUse.renewAfter",
  }),
  AUTH_CARRIERS: setting(listOf("cookie", "bearer"), "where session tokens may be; pages need the cookie", {
    default: ["cookie", "bearer"],
    option: "createHandler.carriers",
  }),
  AUTH_COOKIE_NAME: setting(
    matching("name", /^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, _ or -"),
    "name of the session cookie, without prefix; a further pool has `_` and its name behind it",
    { default: "latchkey_session", option: "createHandler.cookie.name" },
  ),
  AUTH_COOKIE_DOMAIN: optional(text(253), "domain whose hosts all get the cookie", {
    example: "example.com",
    defaultText: "this host alone",
    option: "createHandler.cookie.domain",
  }),
  AUTH_COOKIE_FORMER_DOMAINS: setting(list(), "earlier values of AUTH_COOKIE_DOMAIN, whose cookies are removed", {
    default: [],
    option: "createHandler.cookie.formerDomains",
  }),
  AUTH_COOKIE_SAME_SITE: optional(oneOf("lax", "strict", "none"), "SameSite of the cookie", {
    defaultText: "lax; none with AUTH_COOKIE_PARTITIONED",
    option: "createHandler.cookie.sameSite",
  }),
  AUTH_COOKIE_PARTITIONED: setting(onOff, "on: for pages that other sites show in a frame", {
    default: false,
    option: "createHandler.cookie.partitioned",
  }),
};

/** How often one may guess. */
export const guessingSettings = {
  AUTH_THROTTLE_LIMIT: setting(wholeNumber(1, 1000), "wrong passwords of one account in a window", {
    default: 5,
    option: "throttle.limit",
  }),
  AUTH_THROTTLE_WINDOW: setting(seconds(1, DAY), "length of that window", { default: 600, option: "throttle.window" }),
  AUTH_RATE_LIMIT: setting(
    wholeNumber(0, 1_000_000),
    "attempts of one client address in a window, once addresses are known by AUTH_TRUSTED_PROXIES; 0: any number",
    { default: 100, option: "rateLimit.limit" },
  ),
  AUTH_RATE_WINDOW: setting(seconds(1, DAY), "length of that window", { default: 600, option: "rateLimit.window" }),
};

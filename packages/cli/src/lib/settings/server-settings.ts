import { readOrigin } from "./origin.ts";
import { readProxies } from "./proxies.ts";
import { list, matching, oneOf, onOff, anyText, seconds, text, wholeNumber } from "./kinds.ts";
import { optional, setting } from "./setting.ts";

const DAY = 86_400;

/** Where the server is, and who may talk to it. */
export const serverSettings = {
  PORT: setting(wholeNumber(0, 65_535), "port to listen on; 0 takes any that is free", {
    default: 3000,
    example: "3000",
  }),
  HOST: setting(text(255), "address to listen on; 0.0.0.0 for every address of the machine", { default: "127.0.0.1" }),
  NODE_ENV: setting(
    oneOf("production", "development", "test"),
    "production requires AUTH_SECRET, makes the cookie Secure, and sends mails or offers nothing that needs one",
    { default: "development", option: "createHandler.cookie.secure" },
  ),
  AUTH_ORIGIN: optional(
    { label: "origin", parse: readOrigin, show: (value) => value },
    "where people reach the server: links of mails lead there, and providers send people back to it",
    { example: "https://accounts.example.com", option: "mailer.origin socialSignIn.origin" },
  ),
  AUTH_BASE_PATH: setting(text(128), "path above every route", {
    default: "/auth",
    option: "createHandler.basePath mailer.basePath socialSignIn.basePath",
  }),
  AUTH_TRUSTED_ORIGINS: setting(list("list of origins"), "other origins whose pages may use the session", {
    default: [],
    option: "createHandler.trustedOrigins",
  }),
  AUTH_TRUSTED_PROXIES: optional(
    { ...list("list of addresses"), parse: readProxies },
    "proxies whose forwarding header counts: addresses, networks, loopback, private; none: there is no proxy",
    {
      example: "loopback,10.0.0.0/8",
      option: "createHandler.client",
      defaultText: "addresses of clients are not known",
    },
  ),
  AUTH_ADDRESS_HEADER: setting(
    matching("header", /^[A-Za-z][A-Za-z\d-]{0,63}$/, "must be the name of a header"),
    "header in which a trusted proxy writes the address of the client",
    { default: "X-Forwarded-For", example: "X-Real-IP" },
  ),
  AUTH_BODY_LIMIT: setting(wholeNumber(1024, 16 * 1024 * 1024), "largest body of a request, in bytes", {
    default: 65_536,
    option: "createHandler.bodyLimit",
  }),
};

/** What signs tokens. */
export const secretSettings = {
  AUTH_SECRET: optional(anyText, "at least 32 random bytes, which sign tokens; `latchkey secret` prints some", {
    secret: true,
    defaultText: "development makes one and keeps it beside the data",
    option: "createAuth.secret",
  }),
  AUTH_SECRET_ALSO: optional(anyText, "another secret whose tokens count, while AUTH_SECRET is replaced", {
    secret: true,
    option: "createAuth.secret",
  }),
};

/** The record of who did what. */
export const auditSettings = {
  AUTH_AUDIT: setting(onOff, "whether every change of an account and every failed sign-in is recorded", {
    default: true,
    option: "audited",
  }),
  AUTH_AUDIT_SECRET: optional(anyText, "at least 32 random bytes, which prove the audit log", {
    secret: true,
    defaultText: "AUTH_SECRET; set it if that one is to be replaced while the log stays",
    option: "audited.secret",
  }),
  AUTH_AUDIT_RETENTION: optional(seconds(DAY, 3650 * DAY), "age from which entries are deleted, every hour", {
    example: "400d",
    defaultText: "entries are kept",
  }),
  AUTH_AUDIT_SECRET_ALSO: optional(anyText, "an older secret, which still proves the rows that it has written", {
    secret: true,
    option: "audited.secret",
  }),
};

/** Where accounts are kept. */
export const databaseSettings = {
  DATABASE_URL: setting(anyText, "sqlite: with a file, or postgres://user:password@host:5432/database", {
    default: "sqlite:./data/latchkey.db",
    secret: true,
    option: "createAuth.storage",
  }),
  AUTH_DATABASE_SCHEMA: optional(
    matching("name", /^[a-z\d_]{1,63}$/, "must be 1 to 63 lower-case letters, digits or _"),
    "PostgreSQL: schema of the tables",
    { defaultText: "the first of the role's search_path", option: "postgresStorage.schema" },
  ),
  AUTH_DATABASE_PREPARE: setting(onOff, "PostgreSQL: off with a pooler that cannot keep prepared statements", {
    default: true,
    option: "postgresStorage.prepare",
  }),
  AUTH_DATABASE_TIMEOUT: setting(seconds(1, 60), "time that one operation of the database may take", {
    default: 5,
    option: "storage.timeoutMs",
  }),
  AUTH_TABLE_PREFIX: setting(
    matching("name", /^[a-z\d_]{1,32}$/, "must be 1 to 32 lower-case letters, digits or _"),
    "start of every table's name",
    { default: "auth_", option: "storage.prefix" },
  ),
  AUTH_MIGRATIONS: setting(
    oneOf("auto", "manual"),
    "manual: the server changes no table, and starts only when `latchkey migrate` has made all",
    { default: "auto", option: "storage.migrations" },
  ),
};

import type { PostgresStorageOptions } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import {
  createAuth,
  pbkdf2,
  type AuthOptions,
  type Hooks,
  type PasswordPolicy,
  type Pbkdf2Options,
} from "@latchkey/core";
import { apiKeys, type NewApiKey } from "@latchkey/core/api-keys";
import { argon2id, type Argon2idOptions } from "@latchkey/core/argon2id";
import { emailChange, type EmailChangeOptions } from "@latchkey/core/email-change";
import { emailVerification, type EmailVerificationOptions } from "@latchkey/core/email-verification";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordReset, type PasswordResetOptions } from "@latchkey/core/password-reset";
import { rateLimit, type LimitOptions } from "@latchkey/core/rate-limit";
import { scrypt, type ScryptOptions } from "@latchkey/core/scrypt";
import { sessionUse, type SessionUseOptions } from "@latchkey/core/session-use";
import { fastHasher } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";
import { users, type NewUser, type UserUpdate } from "@latchkey/core/users";
import {
  createAuthenticator,
  createHandler,
  type AuthenticateOptions,
  type AuthenticatorOptions,
  type CookieOptions,
  type HandlerOptions,
} from "@latchkey/http";
import { openApiDocument, type OpenApiOptions } from "@latchkey/http/openapi";
import { describe, expect, it } from "vitest";
import { refusedUndefined } from "../support/public-inputs.ts";
import { ORIGIN, SECRET } from "../support/server.ts";

type OptionalNames<Options> = {
  [Name in keyof Options]-?: object extends Pick<Options, Name> ? Name : never;
}[keyof Options];
/** Every option that may be left out, given as undefined: a new option that is not listed below does not compile. */
type Nothing<Options> = { readonly [Name in OptionalNames<Options>]: undefined };

const session: Nothing<NonNullable<AuthOptions["session"]>> = {
  lifetime: undefined,
  maxLifetime: undefined,
  use: undefined,
};
const hooks: Nothing<Hooks> = { before: undefined, after: undefined, failed: undefined };
const passwordPolicy: Nothing<PasswordPolicy> = {
  minLength: undefined,
  maxLength: undefined,
  common: undefined,
  serviceName: undefined,
  breached: undefined,
};
const authOptions: Nothing<AuthOptions> = {
  counters: undefined,
  pool: undefined,
  session: undefined,
  passwords: undefined,
  passwordPolicy: undefined,
  claims: undefined,
  metadata: undefined,
  guards: undefined,
  hooks: undefined,
  signUps: undefined,
  keepsLastUser: undefined,
  now: undefined,
};
const cookie: Nothing<CookieOptions> = {
  name: undefined,
  secure: undefined,
  domain: undefined,
  sameSite: undefined,
  partitioned: undefined,
  formerDomains: undefined,
};
const authenticatorOptions: Nothing<AuthenticatorOptions> = {
  cookie: undefined,
  trustedOrigins: undefined,
  carriers: undefined,
  strategies: undefined,
};
const handlerOptions: Nothing<HandlerOptions> = {
  ...authenticatorOptions,
  basePath: undefined,
  bodyLimit: undefined,
  routes: undefined,
  client: undefined,
  onError: undefined,
};
const limit: Nothing<LimitOptions> = { limit: undefined, window: undefined };
const use: Nothing<SessionUseOptions> = { idleTimeout: undefined, renewAfter: undefined };
const mail: Nothing<PasswordResetOptions & EmailVerificationOptions & EmailChangeOptions> = {
  lifetime: undefined,
  interval: undefined,
  waitUntil: undefined,
  onError: undefined,
};
const iterations: Nothing<Pbkdf2Options> = { iterations: undefined };
const scryptCost: Nothing<ScryptOptions> = { logN: undefined, r: undefined, p: undefined };
const argonCost: Nothing<Argon2idOptions> = { memory: undefined, passes: undefined, lanes: undefined };
const storageOptions: Nothing<PostgresStorageOptions> = {
  prefix: undefined,
  schema: undefined,
  migrations: undefined,
  timeoutMs: undefined,
  prepare: undefined,
};
const newUser: Nothing<NewUser> = {
  password: undefined,
  username: undefined,
  emailVerified: undefined,
  metadata: undefined,
  appMetadata: undefined,
};
const newKey: Nothing<NewApiKey> = { scopes: undefined, expiresIn: undefined };
const update: Nothing<UserUpdate> = {
  email: undefined,
  emailVerified: undefined,
  username: undefined,
  metadata: undefined,
  appMetadata: undefined,
};
const description: Nothing<OpenApiOptions> = {
  basePath: undefined,
  cookie: undefined,
  title: undefined,
  version: undefined,
  description: undefined,
  contact: undefined,
  license: undefined,
};
const authenticateOptions: Nothing<AuthenticateOptions> = { renew: undefined };

const EMAIL = "ada@example.com";
const PASSWORD = "correct horse battery";
const signUpRequest = () =>
  new Request(`${ORIGIN}/auth/signup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });

describe("F47 an option that is not wanted may be given as undefined", () => {
  it("F47 every optional property that an application passes takes undefined, with exactOptionalPropertyTypes", () => {
    expect(refusedUndefined().map(({ entry, path }) => `${entry}: ${path}`)).toEqual([]);
  }, 60_000);

  it("F47 the walk over the types finds an optional property that does not", () => {
    const source = 'export * as found from "./support/refuses-undefined.ts";';
    expect(refusedUndefined(source).map(({ path }) => path)).toEqual([
      "start(options).plain",
      "start(options).deep.callback().answer",
      "start(options).part",
      "start(options).part.limit",
    ]);
  }, 60_000);

  it("F47 createAuth: undefined is the default", async () => {
    for (const options of [authOptions, { session, hooks, passwordPolicy }]) {
      const auth = createAuth({ ...authOptions, ...options, storage: memoryStorage(), secret: SECRET });
      expect([auth.pool, auth.session]).toEqual(["users", { lifetime: 604_800, maxLifetime: 2_592_000 }]);
      await expect(auth.signUp({ email: EMAIL, password: "1234567" })).rejects.toMatchObject({
        code: "password_too_short",
      });
      const { token } = await auth.signUp({ email: EMAIL, password: PASSWORD, metadata: undefined }, undefined);
      expect(await auth.getSession(token, { renew: undefined })).toMatchObject({ user: { email: EMAIL } });
    }
  });

  it("F47 createHandler and createAuthenticator: undefined is the default", async () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher() });
    const handler = createHandler(auth, handlerOptions);
    const authenticate = createAuthenticator(auth, { ...authenticatorOptions, cookie });
    const setCookie = (await handler(signUpRequest())).headers.get("set-cookie")!;
    expect(setCookie).toMatch(
      /^__Host-latchkey_session=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const request = new Request(ORIGIN, { headers: { cookie: setCookie.split(";")[0]! } });
    expect(await authenticate(request, authenticateOptions)).toMatchObject({ via: "session", user: { email: EMAIL } });
  });

  it("F47 a client whose address and agent are undefined is an unknown one", async () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher() });
    const handler = createHandler(auth, { client: () => ({ address: undefined, agent: undefined }) });
    expect((await handler(signUpRequest())).status).toBe(200);
  });

  it("F47 companions, guards, hashers, storages and documents: undefined is the default", async () => {
    const auth = createAuth({
      storage: sqliteStorage(":memory:", storageOptions),
      secret: SECRET,
      passwords: fastHasher(),
      guards: [throttle(limit), rateLimit(limit)],
      session: { use: sessionUse(use) },
    });
    const send = () => {};
    passwordReset(auth, { ...mail, send });
    emailVerification(auth, { ...mail, send });
    emailChange(auth, { ...mail, send, notify: send });
    expect(pbkdf2(iterations)).toMatchObject({ id: "pbkdf2-sha512" });
    expect(scrypt(scryptCost)).toMatchObject({ id: "scrypt" });
    expect(argon2id(argonCost)).toMatchObject({ id: "argon2id" });
    expect(openApiDocument([], description)).toEqual(openApiDocument());

    const user = await users(auth).create({ ...newUser, email: EMAIL });
    expect(user).toMatchObject({ metadata: null, emailVerified: false });
    expect(await users(auth).update(user.id, update)).toMatchObject({ metadata: null });
    expect((await users(auth).list({ limit: undefined, cursor: undefined })).users).toHaveLength(1);
    expect(await apiKeys(auth).admin.create(user.id, { ...newKey, name: "a key" })).toMatchObject({
      scopes: [],
      expiresAt: null,
    });
  });
});

import type { AuthOptions, Secret } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import { usernames } from "@latchkey/core/usernames";
import { users } from "@latchkey/core/users";
import { apiKeyStrategy, createAuthenticator, usernameRoutes } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import { ORIGIN, SECRET } from "../support/server.ts";
import type { HandlerCases } from "./cases.ts";
import { checkInternal, EMAIL, open, PASSWORD, signUp } from "./open.ts";

/** The values of an environment variable that is not set. */
const UNSET = [undefined, null, ""] as const;
const SENTENCE = 'secret is missing: make one with "npx latchkey secret" and keep it in the environment';

/** As in a build: everything is made, and nothing is called. */
function unset(secret: unknown, more: Partial<AuthOptions> = {}) {
  return open({ ...more, secret: secret as undefined }, (auth) => ({ routes: usernameRoutes(usernames(auth)) }));
}

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return null;
}

async function checkMissed(work: () => unknown, what: string): Promise<void> {
  const error = await errorOf(work);
  check(error instanceof TypeError && error.message === SENTENCE, `${what}: ${String(error)}`);
}

export const missingSecretCases: HandlerCases = {
  async "F40 everything can be made without a secret, and without a storage call"() {
    const silent = new Proxy(memoryStorage(), {
      get: (target, name) =>
        name === "users" ? { insert: () => {} } : name === "then" ? undefined : target[name as "users"],
    });
    for (const secret of UNSET) {
      const { auth } = unset(secret, { storage: silent });
      sessions(auth);
      users(auth);
      apiKeys(auth);
      passwordReset(auth, { send: () => {} });
      createAuthenticator(auth);
    }
    checkSame(typeof unset([{ id: "2027", secret: undefined }]).handler, "function", "a ring with a hole");
  },

  async "F40 without a secret no token is issued or accepted: 500 with a sentence for onError, never 401"() {
    const storage = memoryStorage();
    const real = await signUp(open({ storage }));
    const cookie = real.headers.get("set-cookie")!.split(";")[0]!;
    const token = cookie.split("=")[1]!;
    for (const secret of UNSET) {
      const opened = unset(secret, { storage });
      const { get, post, reported } = opened;
      const requests: [string, Promise<Response>][] = [
        ["a new account", post("/signup", { email: "new@example.com", password: PASSWORD })],
        ["the right password", post("/signin", { email: EMAIL, password: PASSWORD })],
        ["a wrong password", post("/signin", { email: EMAIL, password: "not the password" })],
        ["an unknown address", post("/signin", { email: "nobody@example.com", password: PASSWORD })],
        [
          "a new user name",
          post("/signup/username", { username: "ada", email: "new@example.com", password: PASSWORD }),
        ],
        ["a user name", post("/signin/username", { username: "ada", password: PASSWORD })],
        ["a cookie", get("/me", { cookie })],
        ["a header", get("/me", { authorization: `Bearer ${token}` })],
        ["signing out", post("/signout", {}, { cookie })],
      ];
      for (const [what, response] of requests) await checkInternal(await response, what);
      checkSame(
        reported.map(String),
        requests.map(() => `TypeError: ${SENTENCE}`),
        "errors",
      );
    }
    checkSame((await open({ storage }).get("/me", { cookie })).status, 200, "the session lives on");
    checkSame((await storage.users.list("users", null, 10)).length, 1, "no account was made");
  },

  async "F40 without a secret every function of the auth rejects, and none throws at once"() {
    const storage = memoryStorage();
    const { auth: whole } = open({ storage });
    const { token, user } = await whole.signUp({ email: EMAIL, password: PASSWORD });
    const { auth } = unset("", { storage });
    const calls: [string, () => Promise<unknown>][] = [
      ["signUp", () => auth.signUp({ email: "new@example.com", password: PASSWORD })],
      ["signIn", () => auth.signIn({ email: EMAIL, password: PASSWORD })],
      ["signOut", () => auth.signOut(token)],
      ["getUser", () => auth.getUser(token)],
      ["getSession", () => auth.getSession(token)],
      ["verifyToken", () => auth.verifyToken(token)],
      ["refresh", () => sessions(auth).refresh(token)],
      ["sessions", () => sessions(auth).list(token)],
      ["keys", () => apiKeys(auth).list(token)],
      [
        "authenticate",
        () => createAuthenticator(auth)(new Request(ORIGIN, { headers: { authorization: `Bearer ${token}` } })),
      ],
    ];
    for (const [what, call] of calls) {
      let promise: unknown;
      try {
        promise = call();
      } catch {
        check(false, `${what} throws at once`);
      }
      await checkMissed(() => promise, what);
    }
    checkSame([await auth.getUser(null), await auth.getSession(undefined)], [null, null], "no token, no user");
    checkSame((await users(auth).find({ id: user.id }))?.email, EMAIL, "what needs no token works");
  },

  async "F40 without a secret a request without a token has no user, and an API key works"() {
    const storage = memoryStorage();
    const { auth: whole } = open({ storage });
    const { user } = await whole.signUp({ email: EMAIL, password: PASSWORD });
    const { key } = await apiKeys(whole).admin.create(user.id, { name: "a key" });
    const { get } = open({ storage, secret: undefined }, (auth) => ({ strategies: [apiKeyStrategy(apiKeys(auth))] }));
    checkSame(
      [(await get("/me")).status, (await get("/me", { authorization: `Bearer ${key}` })).status],
      [401, 200],
      "without, and with a key",
    );
  },

  async "F40 a secret that is set but unusable is refused at the start"() {
    for (const secret of [
      "short",
      " ",
      0,
      true,
      {},
      [],
      [{ id: "a", secret: "short" }],
      [{ id: "a", secret: 5 }],
      [{ secret: undefined }],
      [{ id: "a b", secret: undefined }],
      [
        { id: "a", secret: undefined },
        { id: "b", secret: "short" },
      ],
    ]) {
      check((await errorOf(() => unset(secret))) instanceof TypeError, JSON.stringify(secret));
    }
  },

  async "F40 a ring with a secret that is not set signs and verifies nothing, and says which"() {
    const holes: (Secret | undefined)[][] = [
      [undefined, SECRET],
      [SECRET, undefined],
      [SECRET, ""],
    ];
    for (const secrets of holes) {
      const ring = secrets.map((secret, at) => ({ id: `key-${at}`, secret }));
      const error = await errorOf(() => unset(ring).auth.signUp({ email: EMAIL, password: PASSWORD }));
      check(error instanceof TypeError && /^secret "key-\d" of the ring is missing/.test(error.message), String(error));
      check(!String(error).includes(SECRET), "the error names no secret");
    }
  },

  async "F40 a sign-in without a secret computes no hash and counts no guess"() {
    let hashes = 0;
    const counting = { ...fastHasher(), hash: async (password: string) => (hashes++, fastHasher().hash(password)) };
    let entered = 0;
    const guards = [{ onAttempt: async () => void entered++, onCorrectPassword: async () => {} }];
    const { auth } = unset("", { passwords: counting, guards });
    for (const act of [
      () => auth.signIn({ email: EMAIL, password: PASSWORD }),
      () => auth.signUp({ email: EMAIL, password: PASSWORD }),
    ])
      await checkMissed(act, "refused");
    checkSame([hashes, entered], [0, 0], "hashes and guesses");
  },
};

import { describe, expect, expectTypeOf, it } from "vitest";
import { apiKeys } from "../src/api-keys.ts";
import { emailChange } from "../src/email-change.ts";
import { emailVerification } from "../src/email-verification.ts";
import {
  createAuth,
  type AnyMetadata,
  type Auth,
  type AuthOptions,
  type JsonObject,
  type JsonValue,
  type SignUpInput,
  type StandardSchema,
  type User,
} from "../src/index.ts";
import { ownAccount } from "../src/own-account.ts";
import { passwordChange } from "../src/password-change.ts";
import { passwordReset } from "../src/password-reset.ts";
import { sessions } from "../src/sessions.ts";
import { memoryStorage } from "../src/memory.ts";
import { fastHasher } from "../src/testing.ts";
import { unlock } from "../src/throttle.ts";
import { usernames } from "../src/usernames.ts";
import { users } from "../src/users.ts";
import { ALICE, SECRET } from "./support.ts";

/** A schema that lets everything pass, of any type. */
const schema = <Input, Output = Input>(): StandardSchema<Input, Output> => ({
  "~standard": { version: 1, vendor: "test", validate: (value) => ({ value: value as Output }) },
});

const base = () => ({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher() });

interface Settings {
  theme: "dark" | "light";
  size?: number | undefined;
}
type Read = { readonly theme: "dark" | "light"; readonly size?: number };

/** As a schema of zod or valibot gives it: a default on the way in, `undefined` beside what is optional. */
const typed = () =>
  createAuth({
    ...base(),
    metadata: schema<{ theme?: "dark" | "light" | undefined } | undefined, Settings>(),
    claims: (user) => {
      expectTypeOf(user.metadata).toEqualTypeOf<Read | null>();
      return { role: "admin" as const, theme: user.metadata?.theme, at: new Date(0) };
    },
  });

/** Types alone: what is in here never runs. */
const unrun = (types: () => unknown) => expect(types).toBeTypeOf("function");

describe("F45 the options say what the types are", () => {
  it("F45 without a schema and claims every type is JSON, as in Auth alone", () => {
    const auth = createAuth(base());
    expectTypeOf(auth).toEqualTypeOf<Auth>();
    const options: AuthOptions = base();
    expectTypeOf(createAuth(options)).toEqualTypeOf<Auth>();
    expectTypeOf<User["metadata"]>().toEqualTypeOf<JsonObject | null>();
    unrun(async () => {
      const found = await auth.getSession("");
      expectTypeOf(found!.claims.role).toEqualTypeOf<JsonValue | undefined>();
      await auth.signUp({ ...ALICE, metadata: { any: "thing" } });
      await auth.signUp({ ...ALICE, metadata: null });
      await auth.signUp(ALICE);
      // @ts-expect-error metadata is an object
      await auth.signUp({ ...ALICE, metadata: "dark" });
    });
  });

  it("F45 a schema types metadata on its way out: getUser, getSession, signIn, signUp", async () => {
    const auth = typed();
    const { user, token } = await auth.signUp({ ...ALICE, metadata: { theme: "dark" } });
    expectTypeOf(user.metadata).toEqualTypeOf<Read | null>();
    expect(user.metadata?.theme).toBe("dark");
    const found = await auth.getUser(token);
    expectTypeOf(found!.metadata).toEqualTypeOf<Read | null>();
    const session = await auth.getSession(token);
    expectTypeOf(session!.user).toEqualTypeOf<User<Read>>();
    const signedIn = await auth.signIn(ALICE);
    expectTypeOf(signedIn.user).toEqualTypeOf<User<Read>>();
  });

  it("F45 a schema types metadata on its way in, and says whether there must be some", () => {
    const auth = typed();
    const strict = createAuth({ ...base(), metadata: schema<{ plan: string }>() });
    unrun(async () => {
      await auth.signUp({ ...ALICE, metadata: {} });
      await auth.signUp(ALICE);
      // @ts-expect-error no such theme
      await auth.signUp({ ...ALICE, metadata: { theme: "loud" } });
      // @ts-expect-error the schema does not take null
      await auth.signUp({ ...ALICE, metadata: null });
      await strict.signUp({ ...ALICE, metadata: { plan: "free" } });
      // @ts-expect-error the schema asks for a plan
      await strict.signUp(ALICE);
      // @ts-expect-error the schema asks for a plan
      await users(strict).create(ALICE);
    });
  });

  it("F45 claims are typed as JSON carries them", async () => {
    const auth = typed();
    const { token } = await auth.signUp({ ...ALICE, metadata: { theme: "dark" } });
    const { claims } = (await auth.getSession(token))!;
    expectTypeOf(claims.role).toEqualTypeOf<"admin">();
    expectTypeOf(claims.theme).toEqualTypeOf<"dark" | "light">();
    expectTypeOf(claims.at).toEqualTypeOf<string>();
    expectTypeOf(claims.exp).toEqualTypeOf<number>();
    expect(claims).toMatchObject({ role: "admin", theme: "dark", at: "1970-01-01T00:00:00.000Z" });
    // @ts-expect-error claims are an object
    expect(() => createAuth({ ...base(), claims: () => "admin" })).not.toThrow();
    // @ts-expect-error claims are there at once
    expect(() => createAuth({ ...base(), claims: async () => ({ role: "admin" }) })).not.toThrow();
  });

  it("F45 every typed auth is an Auth", () => {
    const take = (auth: Auth) => auth.pool;
    expect(take(typed())).toBe("users");
    expect(take(createAuth({ ...base(), metadata: schema<Settings>() }))).toBe("users");
    expect(take(createAuth({ ...base(), metadata: schema<{ list: { a?: string | undefined }[] } | null>() }))).toBe(
      "users",
    );
    expect(take(createAuth({ ...base(), claims: () => ({ roles: ["admin"], nested: { a: 1 } }) }))).toBe("users");
    expectTypeOf<Auth<Read, { role: "admin" }, { metadata: { theme: "dark" } }>>().toExtend<Auth>();
    expectTypeOf<SignUpInput["metadata"]>().toEqualTypeOf<AnyMetadata["metadata"]>();
  });

  it("F45 a hook may use a companion of the auth that it belongs to", async () => {
    const sent: string[] = [];
    const auth = createAuth({
      ...base(),
      metadata: schema<Settings>(),
      hooks: { after: ({ type, userId }) => (type === "user.created" ? verification.sendTo(userId) : undefined) },
    });
    const verification = emailVerification(auth, { send: ({ user }) => sent.push(user.metadata!.theme) });
    await auth.signUp({ ...ALICE, metadata: { theme: "light" } });
    await expect.poll(() => sent).toEqual(["light"]);
  });
});

describe("F45 companions carry the types of their auth", () => {
  it("F45 whoever returns a user returns its metadata", () => {
    const auth = typed();
    unrun(async () => {
      expectTypeOf((await sessions(auth).refresh("")).user).toEqualTypeOf<User<Read>>();
      expectTypeOf((await users(auth).find({ id: "" }))!.metadata).toEqualTypeOf<Read | null>();
      expectTypeOf((await users(auth).list()).users[0]!.metadata).toEqualTypeOf<Read | null>();
      expectTypeOf((await ownAccount(auth).updateMetadata("", {})).metadata).toEqualTypeOf<Read | null>();
      expectTypeOf((await usernames(auth).signIn({ username: "", password: "" })).user).toEqualTypeOf<User<Read>>();
      const passwords = { currentPassword: "", newPassword: "" };
      expectTypeOf((await passwordChange(auth).change("", passwords)).user).toEqualTypeOf<User<Read>>();
      expectTypeOf((await apiKeys(auth).verify(""))!.user).toEqualTypeOf<User<Read>>();
      const send = ({ user }: { user: User<Read> }) => user.metadata?.theme;
      expectTypeOf((await passwordReset(auth, { send }).reset({ token: "", password: "" })).user).toEqualTypeOf<
        User<Read>
      >();
      expectTypeOf((await emailVerification(auth, { send }).verify({ token: "" })).user).toEqualTypeOf<User<Read>>();
      expectTypeOf(await emailChange(auth, { send, notify: send }).confirm({ token: "" })).toEqualTypeOf<User<Read>>();
      apiKeys(auth, { scopes: (user) => (user.metadata?.theme === "dark" ? ["read"] : []) });
    });
  });

  it("F45 whoever takes metadata takes what the schema takes", () => {
    const auth = typed();
    unrun(async () => {
      await users(auth).create({ ...ALICE, metadata: { theme: "dark" }, appMetadata: { any: "thing" } });
      await users(auth).update("", { metadata: {} });
      // @ts-expect-error no such theme
      await users(auth).update("", { metadata: { theme: "loud" } });
      // @ts-expect-error no such theme
      await ownAccount(auth).updateMetadata("", { theme: "loud" });
      // @ts-expect-error no such theme
      await usernames(auth).signUp({ ...ALICE, username: "alice", metadata: { theme: "loud" } });
    });
  });
});

describe("F46 companions take an auth", () => {
  const options = { send() {}, notify() {} };

  it("F46 anything else does not compile, and is a TypeError", async () => {
    const auth = createAuth(base());
    // @ts-expect-error a storage
    expect(() => sessions(memoryStorage())).toThrow(TypeError);
    // @ts-expect-error a list
    expect(() => users([])).toThrow(TypeError);
    // @ts-expect-error a companion
    expect(() => sessions(sessions(auth))).toThrow(TypeError);
    // @ts-expect-error nothing
    expect(() => usernames(undefined)).toThrow(TypeError);
    // @ts-expect-error a date
    expect(() => passwordReset(new Date(), options)).toThrow(TypeError);
    // @ts-expect-error a text
    expect(() => ownAccount("auth")).toThrow(TypeError);
    // @ts-expect-error the options of createAuth
    expect(() => apiKeys(base())).toThrow(TypeError);
    // @ts-expect-error createAuth itself
    expect(() => passwordChange(createAuth)).toThrow(TypeError);
    // @ts-expect-error null
    expect(() => emailVerification(null, options)).toThrow(TypeError);
    // @ts-expect-error a number
    expect(() => emailChange(7, options)).toThrow(TypeError);
    // @ts-expect-error a promise
    await expect(unlock(Promise.resolve(auth), { userId: "" })).rejects.toThrow(TypeError);
  });
});

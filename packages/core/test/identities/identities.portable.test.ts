import { describe, expect, it } from "vitest";
import { createAuth, type Auth } from "../../src/index.ts";
import { emailVerification } from "../../src/email-verification.ts";
import { identities } from "../../src/identities.ts";
import { memoryStorage } from "../../src/memory.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { rateLimit } from "../../src/rate-limit.ts";
import { recordCalls, refusal, SECRET, unreachableStorage } from "../support.ts";
import { identitiesSuite } from "./identities.suite.ts";
import { newcomer, openIdentities } from "./open-identities.ts";

describe("accounts at providers", () => identitiesSuite(async () => memoryStorage()));

describe("identities()", () => {
  it("identities() takes what createAuth made, and nothing like it", () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET });
    expect(() => identities({ ...auth })).toThrow(TypeError);
    expect(() => identities({} as Auth)).toThrow(/createAuth/);
  });

  it("a known identity costs one storage step beside the session's", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { enter } = openIdentities(storage);
    const proved = newcomer();
    await enter(proved);
    expect(calls.splice(0)).toEqual(["identities.use", "users.findByEmail", "identities.insertUser"]);
    await enter(proved);
    expect(calls).toEqual(["identities.use", "sessions.insert"]);
  });

  it("a storage that does not answer is storage_unavailable, and no database text goes out", async () => {
    await expect(openIdentities(unreachableStorage()).own.signIn(newcomer())).rejects.toMatchObject(
      refusal("storage_unavailable"),
    );
  });

  it("Y36 requireVerifiedEmail holds for every way in, and lets a new user stay", async () => {
    const { enter, own } = openIdentities(memoryStorage(), { guards: [requireVerifiedEmail()] });
    const proved = newcomer({ emailIsProven: false });
    expect((await enter(proved)).isNew).toBe(true);
    await expect(own.signIn(proved)).rejects.toMatchObject(refusal("email_not_verified"));
  });

  it("OA10 who confirms the own address keeps the account at the provider, which is the way in", async () => {
    const { auth, enter } = openIdentities(memoryStorage(), { guards: [requireVerifiedEmail()] });
    const proved = newcomer({ emailIsProven: false });
    const { token: sessionToken, user } = await enter(proved);
    const tokens: string[] = [];
    const pending: Promise<void>[] = [];
    const verification = emailVerification(auth, {
      send: ({ token }) => void tokens.push(token),
      waitUntil: (work) => void pending.push(work),
    });
    await verification.request(sessionToken);
    await Promise.all(pending);
    await verification.verify({ token: tokens[0]!, sessionToken });
    expect((await enter(proved)).user).toMatchObject({ id: user.id, emailVerified: true });
  });

  it("rateLimit counts sign-ins by a provider, too", async () => {
    const { own } = openIdentities(memoryStorage(), { guards: [rateLimit({ limit: 3 })] });
    const client = { address: "192.0.2.1", agent: null };
    const proved = newcomer();
    // A sign-up counts as a sign-in and as a sign-up.
    await own.signIn(proved, client);
    await own.signIn(proved, client);
    await expect(own.signIn(proved, client)).rejects.toMatchObject(refusal("rate_limited"));
    expect((await own.signIn(proved, { ...client, address: "192.0.2.2" })).outcome).toBe("signed_in");
  });

  it("ID08 the metadata of a new user goes through the schema", async () => {
    const metadata = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: (value: unknown) =>
          typeof (value as { name?: unknown })?.name === "string" ? { value } : { issues: [{ message: "no name" }] },
      },
    };
    const { own, enter } = openIdentities(memoryStorage(), { metadata: metadata as never });
    await expect(own.signIn(newcomer())).rejects.toMatchObject(refusal("invalid_metadata"));
    expect((await enter(newcomer({ metadata: { name: "Zoë" } }))).user.metadata).toEqual({ name: "Zoë" });
  });
});

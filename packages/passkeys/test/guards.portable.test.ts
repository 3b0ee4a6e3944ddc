import { AuthError, type AuthAction, type Guard } from "@latchkey/core";
import { auditLog, audited } from "@latchkey/core/audit";
import { memoryStorage } from "@latchkey/core/memory";
import { rateLimit } from "@latchkey/core/rate-limit";
import { requireVerifiedEmail } from "@latchkey/core/require-verified-email";
import { describe, expect, it } from "vitest";
import { freshEmail, openApplication, refusal, SECRET } from "./support/application.ts";

describe("guards, hooks and rules of an application", () => {
  it("PK10 rateLimit counts sign-ins by passkey, and what fails as well", async () => {
    const { keys, signUp } = openApplication(memoryStorage(), { auth: { guards: [rateLimit({ limit: 3 })] } });
    const client = { address: "192.0.2.1", agent: null };
    const { passkey } = await signUp();
    const answer = async () => ({ response: await passkey.sign(await keys.beginSignIn()) });
    const wrong = { response: await passkey.sign(await keys.beginSignIn(), { origin: "https://evil.example" }) };
    await keys.signIn(await answer(), client);
    await expect(keys.signIn(wrong, client)).rejects.toMatchObject(refusal("invalid_credentials"));
    await keys.signIn(await answer(), client);
    await expect(keys.signIn(await answer(), client)).rejects.toMatchObject(refusal("rate_limited"));
    expect((await keys.signIn(await answer(), { ...client, address: "192.0.2.2" })).token).toBeTypeOf("string");
    // Beginning costs nothing, and tells nothing.
    for (let round = 0; round < 10; round++) await keys.beginSignIn();
  });

  it("PK10 rateLimit counts proofs, and the second step of a sign-up", async () => {
    const { keys, make, signUp } = openApplication(memoryStorage(), { auth: { guards: [rateLimit({ limit: 3 })] } });
    const client = { address: "192.0.2.1", agent: null };
    const { passkey, token } = await signUp();
    for (let round = 0; round < 3; round++)
      await keys.prove(token, { response: await passkey.sign(await keys.beginProof(token)) }, client);
    const proof = { response: await passkey.sign(await keys.beginProof(token)) };
    await expect(keys.prove(token, proof, client)).rejects.toMatchObject(refusal("rate_limited"));
    const { made } = await make(await keys.beginSignUp({ email: freshEmail() }));
    await expect(keys.signUp({ response: made }, client)).rejects.toMatchObject(refusal("rate_limited"));
  });

  it("PK10 who looks for addresses by signing up is counted", async () => {
    const { keys } = openApplication(memoryStorage(), { auth: { guards: [rateLimit({ limit: 2 })] } });
    const client = { address: "192.0.2.1", agent: null };
    await keys.beginSignUp({ email: freshEmail() }, client);
    await keys.beginSignUp({ email: freshEmail() }, client);
    await expect(keys.beginSignUp({ email: freshEmail() }, client)).rejects.toMatchObject(refusal("rate_limited"));
  });

  it("PK01 requireVerifiedEmail holds for passkeys, and lets a new user stay", async () => {
    const { signUp, signIn } = openApplication(memoryStorage(), { auth: { guards: [requireVerifiedEmail()] } });
    const { passkey } = await signUp();
    await expect(signIn(passkey)).rejects.toMatchObject(refusal("email_not_verified"));
  });

  it("PK01 sign-ups can be closed, in both steps, and metadata goes through the schema", async () => {
    const storage = memoryStorage();
    const open = openApplication(storage);
    const { made } = await open.make(await open.keys.beginSignUp({ email: freshEmail() }));
    const { keys } = openApplication(storage, { auth: { signUps: false } });
    await expect(keys.beginSignUp({ email: freshEmail() })).rejects.toMatchObject(refusal("sign_ups_closed"));
    await expect(keys.signUp({ response: made })).rejects.toMatchObject(refusal("sign_ups_closed"));

    const email = freshEmail();
    for (const metadata of [[], "text", { text: "a".repeat(20_000) }])
      await expect(open.keys.beginSignUp({ email, metadata })).rejects.toMatchObject(refusal("invalid_metadata"));
    const second = await open.make(await open.keys.beginSignUp({ email, metadata: { name: "Zoë" } }));
    const { user } = await open.keys.signUp({ response: second.made, metadata: { name: "Zoë" } });
    expect(user.metadata).toEqual({ name: "Zoë" });
  });

  it("PK01 hooks hear of every action before it, and can refuse it", async () => {
    const actions: AuthAction[] = [];
    let refused: string | undefined;
    const before = (action: AuthAction) => {
      actions.push(action);
      if (action.type === refused) throw new AuthError("refused", "Not today");
    };
    const { keys, signUp, signIn, add } = openApplication(memoryStorage(), { auth: { hooks: { before } } });
    const { passkey, token } = await signUp();
    const { passkey: second } = await add(token);
    await signIn(passkey);
    await keys.prove(token, { response: await passkey.sign(await keys.beginProof(token)) });
    await keys.rename(token, { id: second.id, name: "Other" });
    await keys.delete(token, { id: second.id });
    const types = ["sign_up", "add_passkey", "sign_in", "prove_session", "rename_passkey", "delete_passkey"];
    expect(actions.map(({ type }) => type)).toEqual(types);

    refused = "delete_passkey";
    await expect(keys.delete(token, { id: passkey.id })).rejects.toMatchObject(refusal("refused"));
    refused = "add_passkey";
    await expect(add(token)).rejects.toMatchObject(refusal("refused"));
    expect((await keys.list(token)).passkeys).toHaveLength(1);
  });

  it("PK08 a user has at most 100 passkeys", async () => {
    const storage = memoryStorage();
    const { keys, make, signUpByPassword } = openApplication(storage);
    const { token, user } = await signUpByPassword();
    const { made } = await make(await keys.beginAdd(token));
    const row = {
      userId: user.id,
      publicKey: "AA",
      counter: 0,
      transports: [],
      backupEligible: false,
      backedUp: false,
      aaguid: "00000000-0000-0000-0000-000000000000",
      name: "Key",
      createdAt: new Date(),
      lastUsedAt: null,
    };
    for (let at = 0; at < 100; at++)
      await storage.passkeys.insert({ ...row, id: `${"A".repeat(20)}${String(at).padStart(4, "0")}` }, 1);
    await expect(keys.beginAdd(token)).rejects.toMatchObject(refusal("refused"));
    await expect(keys.add(token, { response: made })).rejects.toMatchObject(refusal("refused"));
  });

  it("PK01 a guard that holds the session back leaves the new account, whose key signs in later", async () => {
    let held = true;
    const guard: Guard = {
      async onAttempt() {},
      async onCorrectPassword() {},
      beforeSession: async () => (held ? { error: new AuthError("refused", "One more step") } : undefined),
    };
    const { keys, make, signIn, told } = openApplication(memoryStorage(), { auth: { guards: [guard] } });
    const email = freshEmail();
    const passkey = await make(await keys.beginSignUp({ email }));
    await expect(keys.signUp({ response: passkey.made })).rejects.toMatchObject(refusal("refused"));
    expect(told()).toEqual(["user.created", "passkey.added"]);
    await expect(signIn(passkey)).rejects.toMatchObject(refusal("refused"));
    expect(told()).toEqual([]);
    held = false;
    expect((await signIn(passkey)).user.email).toBe(email);
  });

  it("PK06 an audited storage records every event in its step, a copied key and what failed", async () => {
    const plain = memoryStorage();
    const storage = audited(plain, { secret: SECRET });
    const { keys, signUp, signIn, add, auth } = openApplication(storage);
    const { passkey, token, user } = await signUp({ counter: 5 });
    const { passkey: second } = await add(token);
    await signIn(passkey, { counter: 6 });
    await expect(signIn(passkey, { counter: 6 })).rejects.toMatchObject(refusal("invalid_credentials"));
    await keys.rename(token, { id: second.id, name: "Other" });
    await keys.delete(token, { id: second.id });
    const { entries } = await auditLog(auth).list({ userId: user.id });
    expect(entries.map(({ type }) => type).reverse()).toEqual([
      "user.created",
      "passkey.added",
      "session.opened",
      "passkey.added",
      "session.opened",
      "passkey.cloned",
      "sign_in.failed",
      "passkey.renamed",
      "passkey.deleted",
    ]);
    expect(entries.find(({ type }) => type === "session.opened")?.details).toMatchObject({ methods: ["passkey"] });
  });
});

import { AuthError } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { identities } from "@latchkey/core/identities";
import { expect, it } from "vitest";
import { ask } from "./api-client.ts";
import { openConsole, PASSWORD } from "./console.ts";
import { waysInOf } from "./ways-in.ts";

const roles = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value: unknown) =>
      (value as { role?: unknown }).role === "member"
        ? { value }
        : { issues: [{ message: "Roles: member", path: ["role"] }] },
  },
} as const;

/** What programs of administrators do. */
export function tellApi(): void {
  it("AD02 lists, searches, filters and pages through users", async () => {
    const { handler, people, signIn } = await openConsole();
    const token = await signIn();
    for (const name of ["ada", "adam", "bob"]) await people.create({ email: `${name}@example.com` });
    const get = (path: string) => ask(handler, { method: "GET", path, token });
    const emails = async (query: string) =>
      ((await get(`/api/users${query}`)).body.users as { email: string }[]).map(({ email }) => email);
    expect((await emails("")).sort()).toEqual(["ada@example.com", "adam@example.com", "bob@example.com"]);
    expect(await emails("?search=ADA")).toEqual(["ada@example.com", "adam@example.com"]);
    const { body } = await get("/api/users?search=ada&limit=1");
    expect(await emails(`?search=ada&limit=1&cursor=${body.cursor}`)).toEqual(["adam@example.com"]);
    expect(await emails("?disabled=true")).toEqual([]);
    expect(await emails("?emailVerified=false&disabled=false&search=b")).toEqual(["bob@example.com"]);
    for (const [field, query] of [
      ["disabled", "?disabled=yes"],
      ["limit", "?limit=many"],
      ["limit", "?limit=0"],
      ["cursor", "?cursor=x"],
    ])
      expect(await get(`/api/users${query}`)).toMatchObject({ status: 400, body: { code: "invalid_input", field } });
  });

  it("AD03 creates, shows, changes and deletes a user", async () => {
    const { handler, people, auth, signIn } = await openConsole();
    const token = await signIn();
    const created = await ask(handler, {
      method: "POST",
      path: "/api/users",
      token,
      body: { email: "Ada@example.com", password: PASSWORD, username: "ada", appMetadata: { role: "member" } },
    });
    expect(created).toMatchObject({ status: 200, body: { user: { email: "ada@example.com", username: "ada" } } });
    const path = `/api/users/${created.body.user.id}`;
    const signedIn = await auth.signIn({ email: "ada@example.com", password: PASSWORD });
    await apiKeys(auth).admin.create(created.body.user.id, { name: "backup" });
    const proved = { provider: "test", subject: "1", email: null, emailIsProven: false };
    await identities(auth).link(signedIn.token, proved);
    expect(await ask(handler, { method: "GET", path, token })).toMatchObject({
      body: {
        user: { appMetadata: { role: "member" }, disabled: false },
        sessions: [{ id: signedIn.session.id }],
        apiKeys: [{ name: "backup" }],
        identities: [{ provider: "test" }],
      },
    });
    const changes = { email: "countess@example.com", emailVerified: true, username: null, appMetadata: null };
    const changed = await ask(handler, { method: "PATCH", path, token, body: changes });
    expect(changed.body.user).toMatchObject({ email: "countess@example.com", emailVerified: true });
    expect(changed.body.user).not.toHaveProperty("username");
    expect(await ask(handler, { method: "DELETE", path, token })).toMatchObject({ status: 200 });
    expect(await people.find({ id: created.body.user.id })).toBeNull();
    expect(await ask(handler, { method: "GET", path, token })).toMatchObject({ status: 404 });
  });

  it("AD03 every action does what it says, to one user", async () => {
    const { handler, people, auth, administrators, mails, erased, log, signIn, storage } = await openConsole();
    const token = await signIn();
    const { id, email } = await people.create({ email: "ada@example.com", password: PASSWORD });
    const act = (name: string, body?: object) =>
      ask(handler, { method: "POST", path: `/api/users/${id}/${name}`, token, body });
    const done = { status: 200, body: { success: true } };

    expect(await act("send-verification")).toMatchObject(done);
    expect(await act("send-reset")).toMatchObject(done);
    await expect.poll(() => mails.toSorted()).toEqual([`reset ${email}`, `verify ${email}`]);
    expect(await act("verify")).toMatchObject(done);
    expect(await people.find({ id })).toMatchObject({ emailVerified: true });
    expect(await act("password", { password: "another long password" })).toMatchObject(done);
    const { session } = await auth.signIn({ email, password: "another long password" });
    expect(await act("end-session", { sessionId: session.id })).toMatchObject(done);
    expect(await act("end-session", { sessionId: session.id })).toMatchObject({ status: 404 });
    await auth.signIn({ email, password: "another long password" });
    expect(await act("end-sessions")).toMatchObject(done);
    expect(await people.sessions(id)).toEqual([]);
    const { id: keyId } = await apiKeys(auth).admin.create(id, { name: "backup" });
    expect(await act("delete-api-key", { keyId })).toMatchObject(done);
    for (let n = 0; n < 6; n++) await auth.signIn({ email, password: "something else" }).catch(() => {});
    expect(await act("unlock")).toMatchObject(done);
    const again = await auth.signIn({ email, password: "another long password" });
    await identities(auth).link(again.token, { provider: "test", subject: "1", email: null, emailIsProven: false });
    expect(await act("unlink-identity", { provider: "test", subject: "1" })).toMatchObject(done);
    const stored = (await storage.users.find(id))!.user;
    const [passkey, factor] = waysInOf(stored);
    await storage.passkeys.insert(passkey, stored.sessionVersion);
    await storage.factors.insert(factor, ["hash"], { sessionVersion: stored.sessionVersion });
    const person = await ask(handler, { method: "GET", path: `/api/users/${id}`, token });
    expect(person.body).toMatchObject({ passkeys: [{ id: passkey.id }], secondFactor: { recoveryCodes: 1 } });
    expect(JSON.stringify(person.body)).not.toContain(factor.secret);
    expect(await act("delete-passkey", { passkeyId: passkey.id })).toMatchObject(done);
    expect(await act("delete-passkey", { passkeyId: passkey.id })).toMatchObject({ status: 404 });
    expect(await act("reset-second-factor")).toMatchObject(done);
    expect(await act("reset-second-factor")).toMatchObject({ status: 409, body: { code: "second_factor_disabled" } });
    expect(await act("disable")).toMatchObject(done);
    expect(await people.find({ id })).toMatchObject({ disabled: true });
    expect(await act("enable")).toMatchObject(done);
    expect(await ask(handler, { method: "GET", path: `/api/users/${id}/export`, token })).toMatchObject({
      body: { user: { email }, hasPassword: true, identities: [] },
    });
    const root = (await administrators.getUser(token))!.id;
    const noted = (await log.list({ userId: id })).entries.filter(
      ({ actor }) => actor === `${administrators.pool}/${root}`,
    );
    expect(noted.map(({ type }) => type).reverse()).toEqual([
      "email.verification_requested",
      "password.reset_requested",
      "user.updated",
      "password.changed",
      "session.ended",
      "sessions.ended",
      "api_key.deleted",
      "account.unlocked",
      "identity.unlinked",
      "passkey.deleted",
      "second_factor.disabled",
      "user.disabled",
      "user.enabled",
    ]);
    expect(await act("erase")).toMatchObject(done);
    expect((await log.list({ userId: id })).entries).toEqual([]);
    expect((await log.list({ limit: 1 })).entries).toMatchObject([{ type: "audit.erased", actor: noted[0]!.actor }]);
    expect(await log.verify()).toMatchObject({ isValid: true });
    expect(await people.find({ id })).toBeNull();
    expect(await act("erase")).toMatchObject(done);
    expect(erased).toEqual([id, id]);
  });

  it("AD03 a log that cannot erase leaves an erasure to be done again", async () => {
    const audit = {
      list: async () => ({ entries: [], cursor: null }),
      erase: () => Promise.reject(new AuthError("storage_unavailable", "away")),
    };
    const { handler, people, signIn } = await openConsole({ admin: { audit } });
    const token = await signIn();
    const { id } = await people.create({ email: "ada@example.com" });
    const path = `/api/users/${id}/erase`;
    expect(await ask(handler, { method: "POST", path, token })).toMatchObject({ status: 503 });
    expect(await ask(handler, { method: "POST", path, token })).toMatchObject({ status: 503 });
    expect(await people.find({ id })).toBeNull();
  });

  it("AD03 app metadata must fit the schema of the application, and the answer says where it does not", async () => {
    const { handler, people, signIn } = await openConsole({ admin: { appMetadata: roles } });
    const token = await signIn();
    const { id } = await people.create({ email: "ada@example.com" });
    const patch = (appMetadata: object | null) =>
      ask(handler, { method: "PATCH", path: `/api/users/${id}`, token, body: { appMetadata } });
    expect(await patch({ role: "owner" })).toMatchObject({
      status: 400,
      body: { error: "Roles: member", code: "invalid_metadata", field: "appMetadata.role" },
    });
    expect(await patch({ role: "member" })).toMatchObject({ status: 200 });
    expect(await patch(null)).toMatchObject({ status: 200 });
    const body = { email: "bob@example.com", appMetadata: { role: 7 } };
    expect(await ask(handler, { method: "POST", path: "/api/users", token, body })).toMatchObject({ status: 400 });
    expect(await people.find({ email: "bob@example.com" })).toBeNull();
  });
}

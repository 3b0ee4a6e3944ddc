import { expect, it } from "vitest";
import { apiKeys } from "../../src/api-keys.ts";
import type { AuthAction, Client } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { sessionUse } from "../../src/session-use.ts";
import { sessions } from "../../src/sessions.ts";
import { freshEmail, NEW_PASSWORD, newcomer, openApp, PASSWORD } from "../test-app.ts";

const client: Client = { address: "192.0.2.7", agent: "test" };

/** What hooks hear before and after each call: types, whose, and from where. */
function openToldApp() {
  const before: AuthAction[] = [];
  const hooks = { before: (action: AuthAction) => void before.push(action) };
  const app = openApp(memoryStorage(), { hooks });
  const during = async <T>(call: () => Promise<T>) => {
    await app.settle();
    [before.length, app.events.length] = [0, 0];
    const answer = await call();
    await app.settle();
    const told = [...before, ...app.events];
    for (const one of told) expect(one).toMatchObject({ client, pool: "users" });
    const line = ({ type, userId }: { type: string; userId: string | null }) => [type, userId];
    return { answer, asked: before.map(line), told: app.events.map(line) };
  };
  return { app, during };
}

it("Y44 what is mailed and proved is told, with its user and where it came from", async () => {
  const { app, during } = openToldApp();
  const person = await newcomer(app);
  const { id } = person.user;
  const requested = await during(() => app.verification.request(person.token, client));
  expect(requested.asked).toEqual([["request_email_verification", id]]);
  expect(requested.told).toEqual([["email.verification_requested", id]]);
  const link = await app.lastToken(person.email);
  const verified = await during(() => app.verification.verify({ token: link, password: PASSWORD }, client));
  expect(verified.asked).toEqual([["verify_email", id]]);
  expect(verified.told).toEqual([
    ["email.verified", id],
    ["sessions.ended", id],
    ["session.opened", id],
  ]);
  const again = await during(() => app.verification.request(verified.answer.token, client));
  expect([again.asked, again.told]).toEqual([[], []]);
  const sent = app.mails.length;
  await app.verification.sendTo(id, client);
  await app.verification.sendTo(null, client);
  await app.settle();
  expect(app.mails).toHaveLength(sent);

  await app.reset.request({ email: person.email }, client);
  const resetLink = await app.lastToken(person.email);
  const reset = await during(() => app.reset.reset({ token: resetLink, password: NEW_PASSWORD }, client));
  expect(reset.asked).toEqual([["reset_password", id]]);
  expect(reset.told).toEqual([
    ["password.reset", id],
    ["sessions.ended", id],
    ["session.opened", id],
  ]);

  const { token } = reset.answer;
  const email = freshEmail();
  await app.change.request(token, { email, currentPassword: NEW_PASSWORD }, client);
  const changeLink = await app.lastToken(email);
  const changed = await during(() => app.change.confirm({ token: changeLink, sessionToken: token }, client));
  expect(changed.asked).toEqual([["change_email", id]]);
  expect(changed.told).toEqual([["email.changed", id]]);
});

it("Y44 nothing is told of a session or a key that was not there any more", async () => {
  const { app, during } = openToldApp();
  const { token, email, user } = await newcomer(app);
  const own = sessions(app.auth);
  expect((await during(() => own.endOthers(token, client))).told).toEqual([]);
  await app.auth.signIn({ email, password: PASSWORD });
  expect((await during(() => own.endOthers(token, client))).told).toEqual([["sessions.ended", user.id]]);

  const keys = apiKeys(app.auth, { scopes: ["read"] });
  expect([keys.scopes, apiKeys(app.auth).scopes, apiKeys(app.auth, { scopes: () => ["x"] }).scopes]).toEqual([
    ["read"],
    [],
    [],
  ]);
  expect((await during(() => keys.admin.deleteAll(user.id, client))).told).toEqual([]);
  await keys.create(token, { name: "ci", currentPassword: PASSWORD }, client);
  expect((await during(() => keys.admin.deleteAll(user.id, client))).told).toEqual([["api_key.deleted", user.id]]);

  expect((await during(() => app.auth.signOut(token, client))).told).toEqual([["session.ended", user.id]]);
  expect((await during(() => app.auth.signOut(token, client))).told).toEqual([]);
  const options = { replaces: [token, "x"] };
  const signedIn = await during(() => app.auth.signIn({ email, password: PASSWORD }, client, options));
  expect(signedIn.told).toEqual([["session.opened", user.id]]);
});

it("Y31 a companion that reads a session renews none, since it cannot hand on the new token", async () => {
  const use = sessionUse({ renewAfter: 60 });
  const app = openApp(memoryStorage(), { session: { use } });
  const { token } = await newcomer(app);
  app.clock.advance(3600);
  app.events.length = 0;
  await sessions(app.auth).list(token);
  expect(app.events).toEqual([]);
  expect(await app.auth.getSession(token, { renew: true })).toMatchObject({ renewed: expect.any(String) });
  expect(app.events.map(({ type }) => type)).toEqual(["session.refreshed"]);
});

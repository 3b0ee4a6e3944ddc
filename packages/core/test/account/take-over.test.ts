import { expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { openApp, codeOf, freshEmail, newcomer, NEW_PASSWORD, PASSWORD, type TestApp } from "../test-app.ts";
import { intercept } from "../support.ts";

/** An account whose real owner resets the password at the moment before storage is asked to `write`. */
async function takenOverBefore(write: string) {
  let isDue = false;
  const app: TestApp = openApp(
    intercept(memoryStorage(), async ({ name, proceed }) => {
      if (name === write && isDue) {
        isDue = false;
        await app.reset.reset({ token: await app.lastToken(mallory.email), password: NEW_PASSWORD });
      }
      return proceed();
    }),
  );
  const mallory = await newcomer(app);
  const newEmail = freshEmail();
  await app.change.request(mallory.token, { email: newEmail, currentPassword: PASSWORD });
  const link = await app.lastToken(newEmail);
  await app.reset.request({ email: mallory.email });
  await app.settle();
  isDue = true;
  return { app, mallory, link };
}

const writes = {
  "an address, confirmed with a session,": [
    "users.changeEmail",
    ({ change }: TestApp, link: string, token: string) => change.confirm({ token: link, sessionToken: token }),
  ],
  "an address, confirmed with a session that was looked at first,": [
    "tokens.take",
    ({ change }: TestApp, link: string, token: string) => change.confirm({ token: link, sessionToken: token }),
  ],
  "an address, confirmed with the password,": [
    "users.changeEmail",
    ({ change }: TestApp, link: string) => change.confirm({ token: link, password: PASSWORD }),
  ],
  metadata: [
    "users.update",
    ({ auth }: TestApp, _: string, token: string) => ownAccount(auth).updateMetadata(token, { planted: true }),
  ],
  "a deletion": [
    "users.delete",
    ({ auth }: TestApp, _: string, token: string) => ownAccount(auth).delete(token, { currentPassword: PASSWORD }),
  ],
} as const;

it.each(Object.entries(writes))("F01 %s loses against a take-over that comes in between", async (_, [write, act]) => {
  const { app, mallory, link } = await takenOverBefore(write);
  expect(await codeOf(act(app, link, mallory.token))).toMatch(/^(invalid_token|unauthenticated|not_found)$/);
  const owner = await app.auth.signIn({ email: mallory.email, password: NEW_PASSWORD });
  expect(owner.user).toMatchObject({ id: mallory.user.id, emailVerified: true, metadata: null });
});

it("F01 an address that is taken is still told as such", async () => {
  const app = openApp(memoryStorage());
  const [alice, bob] = [await newcomer(app), await newcomer(app)];
  await app.change.request(alice.token, { email: bob.email, currentPassword: PASSWORD });
  const token = await app.lastToken(bob.email);
  expect(await codeOf(app.change.confirm({ token, sessionToken: alice.token }))).toBe("user_exists");
});

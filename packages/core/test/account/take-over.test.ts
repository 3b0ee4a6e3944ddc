import { expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { begin, code, freshEmail, newcomer, NEXT, PASSWORD, type Life } from "../account-story.suite.ts";
import { between } from "../support.ts";

/** An account whose real owner resets the password at the moment before storage is asked to `write`. */
async function takenOverBefore(write: string) {
  let isDue = false;
  const life: Life = begin(
    between(memoryStorage(), async ({ name, proceed }) => {
      if (name === write && isDue) {
        isDue = false;
        await life.reset.reset({ token: await life.last(mallory.email), password: NEXT });
      }
      return proceed();
    }),
  );
  const mallory = await newcomer(life);
  const newEmail = freshEmail();
  await life.change.request(mallory.token, { email: newEmail, currentPassword: PASSWORD });
  const link = await life.last(newEmail);
  await life.reset.request({ email: mallory.email });
  await life.settle();
  isDue = true;
  return { life, mallory, link };
}

const writes = {
  "an address, confirmed with a session,": [
    "users.changeEmail",
    ({ change }: Life, link: string, token: string) => change.confirm({ token: link, sessionToken: token }),
  ],
  "an address, confirmed with a session that was looked at first,": [
    "tokens.take",
    ({ change }: Life, link: string, token: string) => change.confirm({ token: link, sessionToken: token }),
  ],
  "an address, confirmed with the password,": [
    "users.changeEmail",
    ({ change }: Life, link: string) => change.confirm({ token: link, password: PASSWORD }),
  ],
  metadata: [
    "users.update",
    ({ auth }: Life, _: string, token: string) => ownAccount(auth).updateMetadata(token, { planted: true }),
  ],
  "a deletion": [
    "users.delete",
    ({ auth }: Life, _: string, token: string) => ownAccount(auth).delete(token, { currentPassword: PASSWORD }),
  ],
} as const;

it.each(Object.entries(writes))("F01 %s loses against a take-over that comes in between", async (_, [write, act]) => {
  const { life, mallory, link } = await takenOverBefore(write);
  expect(await code(act(life, link, mallory.token))).toMatch(/^(invalid_token|unauthenticated|not_found)$/);
  const owner = await life.auth.signIn({ email: mallory.email, password: NEXT });
  expect(owner.user).toMatchObject({ id: mallory.user.id, emailVerified: true, metadata: null });
});

it("F01 an address that is taken is still told as such", async () => {
  const life = begin(memoryStorage());
  const [alice, bob] = [await newcomer(life), await newcomer(life)];
  await life.change.request(alice.token, { email: bob.email, currentPassword: PASSWORD });
  const token = await life.last(bob.email);
  expect(await code(life.change.confirm({ token, sessionToken: alice.token }))).toBe("user_exists");
});

import { createAuth, type Auth, type Storage } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { passwordReset } from "@latchkey/core/password-reset";
import { fastHasher } from "@latchkey/core/testing";
import { usernames } from "@latchkey/core/usernames";
import { users } from "@latchkey/core/users";
import { expect } from "vitest";

export const PASSWORD = "correct horse battery";
export const SECRET = "Yk3vQ8sZ1nT6wB4jR9xM2cL7pF5hD0gA";

export function authOver(storage: Storage, secret = SECRET): Auth {
  return createAuth({ storage, secret, passwords: fastHasher() });
}

/** What people hold who have an account in a database: nothing of it may be lost. */
export interface Held {
  readonly tokens: readonly string[];
  readonly key: string;
  readonly resetToken: string;
}

/** Fills a database with accounts, sessions, an API key and a one-time token. */
export async function liveIn(storage: Storage, people = 20): Promise<Held> {
  const auth = authOver(storage);
  const tokens: string[] = [];
  for (let at = 0; at < people; at++) {
    const metadata = { plan: "free", note: `ünï-😀-${at}`, list: [at, null, { deep: true }] };
    tokens.push(
      (
        await usernames(auth).signUp({
          email: `user${at}@example.com`,
          username: `user-${at}`,
          password: PASSWORD,
          metadata,
        })
      ).token,
    );
    tokens.push((await auth.signIn({ email: `user${at}@example.com`, password: PASSWORD })).token);
  }
  const [first] = (await users(auth).list()).users;
  await users(auth).update(first!.id, { appMetadata: { role: "admin" } });
  const key = await apiKeys(auth).create(tokens[0]!, { name: "CI", currentPassword: PASSWORD });
  const mail = Promise.withResolvers<string>();
  const reset = passwordReset(auth, { send: async ({ token }) => mail.resolve(token) });
  await reset.request({ email: "user1@example.com" });
  return { tokens, key: key.key, resetToken: await mail.promise };
}

/** Everything that people hold still does what it did. */
export async function expectAllThere(storage: Storage, { tokens, key, resetToken }: Held): Promise<void> {
  const auth = authOver(storage);
  for (const [at, token] of tokens.entries()) {
    const user = await auth.getUser(token);
    expect(user).toMatchObject({
      email: `user${Math.floor(at / 2)}@example.com`,
      metadata: { note: `ünï-😀-${Math.floor(at / 2)}` },
    });
  }
  expect(await apiKeys(auth).verify(key)).not.toBeNull();
  await auth.signIn({ email: "user0@example.com", password: PASSWORD });
  await expect(auth.signUp({ email: "user0@example.com", password: PASSWORD })).rejects.toMatchObject({
    code: "user_exists",
  });
  await passwordReset(auth, { send: () => {} }).reset({ token: resetToken, password: "a quite different password" });
  await auth.signUp({ email: "late@example.com", password: PASSWORD });
}

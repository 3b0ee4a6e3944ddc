import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import {
  addUser,
  moment,
  newCredentials,
  newSession,
  newToken,
  race,
  randomEmail,
  randomText,
} from "../../fixtures.ts";
import { jsonSamples } from "../../json-samples.ts";

export const userCases: Cases = {
  async "P08 a new user and the first session are there as they were handed in"(storage) {
    const fields = {
      emailVerified: true,
      metadata: { plan: "pro" },
      sessionVersion: 7,
      createdAt: moment(-9),
      updatedAt: moment(-8.5),
    };
    const credentials = newCredentials(fields);
    const session = newSession(credentials.user);
    checkSame(await storage.users.insert(credentials, session), true, "the insert answers");
    checkSame(await storage.users.findByEmail("users", credentials.user.email), credentials, "the user round-trips");
    checkSame(await storage.sessions.find(session.id), { session, user: credentials.user }, "the session round-trips");
  },

  async "P36 a taken e-mail is false and changes nothing"(storage) {
    const first = await addUser(storage);
    const second = newCredentials({ email: first.user.email });
    const session = newSession(second.user);
    checkSame(await storage.users.insert(second, session), false, "the second insert answers");
    const found = await storage.users.findByEmail("users", first.user.email);
    checkSame(found, { user: first.user, passwordHash: first.passwordHash }, "the first user stays");
    checkSame(await storage.sessions.find(session.id), null, "the loser's session");
  },

  async "ID13 of 100 parallel inserts of one e-mail one wins, and only its session exists"(storage) {
    const email = randomEmail();
    const rivals = Array.from({ length: 100 }, () => {
      const credentials = newCredentials({ email });
      return { credentials, session: newSession(credentials.user) };
    });
    const answers = await race(100, (index) =>
      storage.users.insert(rivals[index]!.credentials, rivals[index]!.session),
    );
    checkSame(answers.filter(Boolean).length, 1, "winners");
    const winner = rivals[answers.indexOf(true)]!;
    checkSame(await storage.users.findByEmail("users", email), winner.credentials, "the stored user");
    for (const { session, credentials } of rivals) {
      const expected = session === winner.session ? { session, user: credentials.user } : null;
      checkSame(await storage.sessions.find(session.id), expected, "a rival's session");
    }
  },

  async "ID15 a user whose first session cannot be stored is not stored either"(storage) {
    const owner = await addUser(storage);
    const other = newCredentials();
    const answer = await storage.users
      .insert(other, newSession(other.user, { id: owner.session.id }))
      .catch(() => false);
    checkSame(answer, false, "the insert answers");
    checkSame(await storage.users.findByEmail("users", other.user.email), null, "the half user");
    checkSame(
      await storage.sessions.find(owner.session.id),
      { session: owner.session, user: owner.user },
      "the session with that id",
    );
  },

  async "ID14 an id in use is never given to a second user"(storage) {
    const owner = await addUser(storage);
    const other = newCredentials({ id: owner.user.id });
    const session = newSession(other.user);
    const answer = await storage.users.insert(other, session).catch(() => false);
    checkSame(answer, false, "the insert answers");
    checkSame(await storage.users.findByEmail("users", other.user.email), null, "the second user");
    checkSame(await storage.sessions.find(session.id), null, "the second user's session");
    checkSame((await storage.users.findByEmail("users", owner.user.email))?.user, owner.user, "the first user");
  },

  async "Y02 one e-mail in two pools is two users"(storage) {
    const email = randomEmail();
    const customer = await addUser(storage, { email, pool: "customers" });
    const admin = await addUser(storage, { email, pool: "admins" });
    checkSame((await storage.users.findByEmail("customers", email))?.user, customer.user, "the customer");
    checkSame((await storage.users.findByEmail("admins", email))?.user, admin.user, "the admin");
    checkSame(await storage.users.findByEmail("users", email), null, "a third pool");
  },

  async "ID02 e-mails compare byte by byte, never by pattern, case or collation"(storage) {
    const name = randomText().toLowerCase().replaceAll("-", "a");
    await addUser(storage, { email: `x_${name}@example.com` });
    const spellings = [
      `X_${name}@example.com`,
      `x_${name}@example.com `,
      `xa${name}@example.com`,
      `x%${name}@example.com`,
      "%",
      "",
      `ｘ_${name}@example.com`,
    ];
    for (const spelling of spellings) {
      checkSame(await storage.users.findByEmail("users", spelling), null, `looking for ${JSON.stringify(spelling)}`);
    }
    check(
      (await storage.users.findByEmail("users", `x_${name}@example.com`)) !== null,
      "the exact spelling is not found",
    );
  },

  async "ID06 apostrophes, percents, pluses and SQL in an e-mail or a hash stay text"(storage) {
    const awkward = ["o'brien", "100%", "a+b", "a''b", "--", "a?b$1", "{x}|~`^!#&*=/"];
    for (const prefix of awkward) {
      const credentials = newCredentials(
        { email: `${prefix}${randomEmail()}` },
        `$t$'"; drop table auth_users; -- ?$1:x@y\\%_ ${prefix}`,
      );
      checkSame(await storage.users.insert(credentials, newSession(credentials.user)), true, `inserting ${prefix}`);
      checkSame(await storage.users.findByEmail("users", credentials.user.email), credentials, `reading ${prefix}`);
    }
  },

  async "ID11 metadata comes back exactly, by e-mail and by session"(storage) {
    for (const metadata of jsonSamples) {
      const { user, session } = await addUser(storage, { metadata });
      checkSame((await storage.users.findByEmail("users", user.email))?.user.metadata, metadata, "metadata by e-mail");
      checkSame((await storage.sessions.find(session.id))?.user.metadata, metadata, "metadata by session");
    }
  },

  async "SE05 a deleted user takes sessions and one-time tokens along"(storage) {
    const { user, session } = await addUser(storage);
    const second = newSession(user);
    const token = newToken(user);
    const bystander = await addUser(storage);
    const bystandersToken = newToken(bystander.user);
    await storage.sessions.insert(second, []);
    await storage.tokens.put(token);
    await storage.tokens.put(bystandersToken);

    checkSame(
      (await race(10, () => storage.users.delete(user.id))).filter(Boolean).length,
      1,
      "deletions that found the user",
    );
    checkSame(await storage.users.findByEmail("users", user.email), null, "the user");
    checkSame(await storage.sessions.find(session.id), null, "the first session");
    checkSame(await storage.sessions.find(second.id), null, "the second session");
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
      null,
      "the token",
    );

    check((await storage.sessions.find(bystander.session.id)) !== null, "another user's session is gone");
    const kept = await storage.tokens.take(bystandersToken.hash, {
      purpose: bystandersToken.purpose,
      pool: bystandersToken.pool,
      at: moment(),
    });
    checkSame(kept, bystandersToken, "another user's token");
  },

  async "ID14 a deleted user's e-mail is free again, and the old sessions are not the new user's"(storage) {
    const { user, session } = await addUser(storage);
    await storage.users.delete(user.id);
    const successor = await addUser(storage, { email: user.email });
    checkSame(
      (await storage.users.findByEmail("users", user.email))?.user,
      successor.user,
      "the new owner of the e-mail",
    );
    checkSame(await storage.sessions.find(session.id), null, "the old session");
  },
};

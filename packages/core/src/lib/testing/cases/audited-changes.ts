import type { Storage } from "../../storage/storage.ts";
import {
  addUser,
  moment,
  newApiKey,
  newCredentials,
  newPassword,
  newSession,
  newToken,
  randomEmail,
  randomText,
} from "../fixtures.ts";
import { twice, type Prepared } from "./audited/prepared.ts";
import { auditedWaysIn } from "./audited/ways-in.ts";

/** Every change that can be recorded, by its name. */
export const auditedChanges: Readonly<Record<string, (storage: Storage) => Promise<Prepared>>> = {
  async "users.insert"() {
    const credentials = newCredentials();
    const { email } = credentials.user;
    return {
      change: ({ users }) => users.insert(credentials, newSession(credentials.user)),
      again: ({ users }) => users.insert(newCredentials({ email }), null),
    };
  },
  async "users.insertFirst"() {
    const pool = randomText();
    return twice(({ users }) => users.insertFirst(newCredentials({ pool }), null));
  },
  async "users.setPassword"(storage) {
    const { user, passwordHash } = await addUser(storage);
    const deleting = { from: passwordHash, deletesApiKeys: true, deletesWaysIn: true };
    const change = newPassword(`$test$n=1$${randomText()}`, deleting);
    return twice(({ users }) =>
      users.setPassword(user.id, change, newSession(user, { version: user.sessionVersion + 1 })),
    );
  },
  async "users.changeEmail"(storage) {
    const { user } = await addUser(storage);
    const change = { from: user.email, to: randomEmail(), at: moment(1) };
    return twice(({ users }) => users.changeEmail(user.id, change));
  },
  async "users.update"(storage) {
    const { user } = await addUser(storage);
    const change = { metadata: { a: 1 } };
    return {
      change: ({ users }) => users.update(user.id, change, { at: moment(1) }),
      again: ({ users }) => users.update(crypto.randomUUID(), change, { at: moment(1) }),
    };
  },
  async "users.setDisabled"(storage) {
    const { user } = await addUser(storage);
    return {
      change: ({ users }) => users.setDisabled(user.id, true, moment(1)),
      again: ({ users }) => users.setDisabled(crypto.randomUUID(), true, moment(1)),
    };
  },
  async "users.endSessions"(storage) {
    const { user } = await addUser(storage);
    return {
      change: ({ users }) => users.endSessions(user.id),
      again: ({ users }) => users.endSessions(crypto.randomUUID()),
    };
  },
  async "users.delete"(storage) {
    const { user } = await addUser(storage);
    return twice(({ users }) => users.delete(user.id));
  },
  async "users.disableUnlessLast"(storage) {
    const pool = randomText();
    const { user } = await addUser(storage, { pool });
    const second = await addUser(storage, { pool });
    return {
      change: ({ users }) => users.disableUnlessLast(user.id, moment(1)),
      again: ({ users }) => users.disableUnlessLast(second.user.id, moment(1)),
    };
  },
  async "users.deleteUnlessLast"(storage) {
    const pool = randomText();
    const { user } = await addUser(storage, { pool });
    const second = await addUser(storage, { pool });
    return {
      change: ({ users }) => users.deleteUnlessLast(user.id),
      again: ({ users }) => users.deleteUnlessLast(second.user.id),
    };
  },
  async "sessions.insert"(storage) {
    const { user } = await addUser(storage);
    return {
      change: ({ sessions }) => sessions.insert(newSession(user), [randomText()]),
      again: ({ sessions }) => sessions.insert(newSession(user, { version: 9 }), [randomText()]),
    };
  },
  async "sessions.prove"(storage) {
    const { user, session } = await addUser(storage);
    const proof = { provedAt: moment(1), methods: ["password"] };
    return {
      change: ({ sessions }) => sessions.prove(session.id, user.id, proof),
      again: ({ sessions }) => sessions.prove(randomText(), user.id, proof),
    };
  },
  async "sessions.delete"(storage) {
    const { user, session } = await addUser(storage);
    return twice(({ sessions }) => sessions.delete(session.id, user.id));
  },
  async "sessions.deleteOthers"(storage) {
    const { user } = await addUser(storage);
    return twice(({ sessions }) => sessions.deleteOthers(user.id, "none"));
  },
  ...auditedWaysIn,
  async "tokens.put"(storage) {
    const { user } = await addUser(storage);
    return {
      change: ({ tokens }) => tokens.put(newToken(user)),
      again: ({ tokens }) => tokens.put(newToken(newCredentials().user)),
    };
  },
  async "apiKeys.insert"(storage) {
    const { user } = await addUser(storage);
    return {
      change: ({ apiKeys }) => apiKeys.insert(newApiKey(user), user.sessionVersion),
      again: ({ apiKeys }) => apiKeys.insert(newApiKey(user), 9),
    };
  },
  async "apiKeys.delete"(storage) {
    const { user } = await addUser(storage);
    const key = newApiKey(user);
    await storage.apiKeys.insert(key, user.sessionVersion);
    return twice(({ apiKeys }) => apiKeys.delete(key.id, user.id));
  },
  async "apiKeys.deleteAll"(storage) {
    const { user } = await addUser(storage);
    await storage.apiKeys.insert(newApiKey(user), user.sessionVersion);
    return twice(({ apiKeys }) => apiKeys.deleteAll(user.id));
  },
};

import type { Storage } from "../../../storage/storage.ts";
import {
  addUser,
  addUserByIdentity,
  addUserByPasskey,
  addUserWithFactor,
  moment,
  newCredentials,
  newFactor,
  newIdentity,
  newPasskey,
  newSession,
  newTicket,
  randomText,
} from "../../fixtures.ts";
import { twice, type Prepared } from "./prepared.ts";

/** Changes of identities, passkeys and second factors. */
export const auditedWaysIn: Readonly<Record<string, (storage: Storage) => Promise<Prepared>>> = {
  async "identities.insertUser"() {
    const credentials = newCredentials();
    const identity = newIdentity(credentials.user);
    return {
      change: ({ identities }) => identities.insertUser(identity, credentials, newSession(credentials.user)),
      again({ identities }) {
        const other = newCredentials();
        return identities.insertUser({ ...identity, userId: other.user.id }, other, null);
      },
    };
  },
  async "identities.link"(storage) {
    const { user } = await addUser(storage);
    const identity = newIdentity(user);
    return twice(({ identities }) => identities.link(identity, user.sessionVersion));
  },
  async "identities.unlink"(storage) {
    const { user, identity } = await addUserByIdentity(storage);
    const second = newIdentity(user);
    await storage.identities.link(second, user.sessionVersion);
    return {
      change: ({ identities }) => identities.unlink(user.id, identity),
      // The last way in stays.
      again: ({ identities }) => identities.unlink(user.id, second),
    };
  },
  async "passkeys.insertUser"() {
    const credentials = newCredentials();
    const passkey = newPasskey(credentials.user);
    return {
      change: ({ passkeys }) => passkeys.insertUser(passkey, credentials, newSession(credentials.user)),
      again({ passkeys }) {
        const other = newCredentials();
        return passkeys.insertUser({ ...passkey, userId: other.user.id }, other, null);
      },
    };
  },
  async "passkeys.insert"(storage) {
    const { user } = await addUser(storage);
    const passkey = newPasskey(user);
    return twice(({ passkeys }) => passkeys.insert(passkey, user.sessionVersion));
  },
  async "passkeys.use"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    const use = { from: 0, to: 0, backedUp: true, at: moment(1), ticket: newTicket() };
    return twice(({ passkeys }) => passkeys.use(passkey.id, use, newSession(user)));
  },
  async "passkeys.rename"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    return {
      change: ({ passkeys }) => passkeys.rename(passkey.id, user.id, "another name"),
      again: ({ passkeys }) => passkeys.rename(randomText(), user.id, "another name"),
    };
  },
  async "passkeys.delete"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    const second = newPasskey(user);
    await storage.passkeys.insert(second, user.sessionVersion);
    return {
      change: ({ passkeys }) => passkeys.delete(passkey.id, user.id),
      // The last way in stays.
      again: ({ passkeys }) => passkeys.delete(second.id, user.id),
    };
  },
  async "factors.insert"(storage) {
    const { user } = await addUser(storage);
    const factor = newFactor(user);
    const hashes = [randomText(), randomText()];
    return twice(({ factors }) => factors.insert(factor, hashes, { sessionVersion: user.sessionVersion }));
  },
  async "factors.insert, which ends all other sessions"(storage) {
    const { user } = await addUser(storage);
    const session = newSession(user);
    await storage.sessions.insert(session, []);
    const factor = newFactor(user);
    return twice(({ factors }) =>
      factors.insert(factor, [randomText()], { sessionVersion: user.sessionVersion, keptId: session.id }),
    );
  },
  async "factors.use"(storage) {
    const { user } = await addUserWithFactor(storage);
    const opening = { session: newSession(user), counters: [randomText()], ticket: newTicket() };
    return twice(({ factors }) => factors.use(user.id, { step: 101 }, opening));
  },
  async "factors.use of a recovery code"(storage) {
    const { user, hashes } = await addUserWithFactor(storage);
    const opening = { session: newSession(user), counters: [], ticket: null };
    return twice(({ factors }) => factors.use(user.id, { recoveryHash: hashes[0]! }, opening));
  },
  async "factors.replaceCodes"(storage) {
    const { user } = await addUserWithFactor(storage);
    return {
      change: ({ factors }) => factors.replaceCodes(user.id, [randomText()], user.sessionVersion),
      again: ({ factors }) => factors.replaceCodes(user.id, [randomText()], 9),
    };
  },
  async "factors.forgetDevices"(storage) {
    const { user } = await addUserWithFactor(storage);
    return {
      change: ({ factors }) => factors.forgetDevices(user.id, moment(1)),
      again: ({ factors }) => factors.forgetDevices(crypto.randomUUID(), moment(1)),
    };
  },
  async "factors.delete"(storage) {
    const { user } = await addUserWithFactor(storage);
    return twice(({ factors }) => factors.delete(user.id));
  },
};

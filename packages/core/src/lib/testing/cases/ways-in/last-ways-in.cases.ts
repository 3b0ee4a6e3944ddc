import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import {
  addUser,
  addUserByIdentity,
  addUserByPasskey,
  moment,
  newIdentity,
  newPasskey,
  newPassword,
  race,
  randomText,
} from "../../fixtures.ts";

/** A user keeps a password, an identity or a passkey. */
export const lastWayInCases: Cases = {
  async "OA12 the last passkey stays, unless there is an identity or a password"(storage) {
    const { user, passkey } = await addUserByPasskey(storage);
    const remove = (id: string) => storage.passkeys.delete(id, user.id);
    checkSame(await remove(passkey.id), "last_way_in", "the only one");
    checkSame((await storage.passkeys.find(passkey.id))?.passkey, passkey, "the passkey");
    const second = newPasskey(user, { createdAt: moment(1) });
    await storage.passkeys.insert(second, 1);
    checkSame([await remove(passkey.id), await remove(second.id)], ["deleted", "last_way_in"], "of two");
    const identity = newIdentity(user);
    await storage.identities.link(identity, 1);
    checkSame(await remove(second.id), "deleted", "with an identity");
    checkSame(await storage.identities.unlink(user.id, identity), "last_way_in", "then the identity");
    const third = newPasskey(user);
    await storage.passkeys.insert(third, 1);
    checkSame(await storage.identities.unlink(user.id, identity), "unlinked", "the identity, with a passkey");
    checkSame(await remove(third.id), "last_way_in", "then the passkey");
    await storage.users.setPassword(user.id, newPassword(`$test$n=1$${randomText()}`), null);
    checkSame(await remove(third.id), "deleted", "the last one, with a password");
    const { user: other } = await addUser(storage);
    const theirs = newPasskey(other);
    await storage.passkeys.insert(theirs, 1);
    checkSame(await storage.passkeys.delete(theirs.id, other.id), "deleted", "the only one, beside a password");
  },

  async "OA12 of passkeys and identities, removed at the same moment, one way in stays"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, identity } = await addUserByIdentity(storage);
      const identities = [identity, newIdentity(user)];
      const passkeys = [newPasskey(user), newPasskey(user)];
      await storage.identities.link(identities[1]!, 1);
      for (const one of passkeys) await storage.passkeys.insert(one, 1);
      const answers = await race<string>(12, (index) =>
        index % 2 === 0
          ? storage.passkeys.delete(passkeys[(index / 2) % 2]!.id, user.id)
          : storage.identities.unlink(user.id, identities[((index - 1) / 2) % 2]!),
      );
      const removed = answers.filter((answer) => answer === "deleted" || answer === "unlinked").length;
      const left = [...(await storage.passkeys.list(user.id)), ...(await storage.identities.list(user.id))];
      checkSame([removed, left.length], [3, 1], "ways in that were removed, and that are left");
    }
  },

  async "OA12 of the last two passkeys, deleted at the same moment, one stays"(storage) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { user, passkey } = await addUserByPasskey(storage);
      const all = [passkey, newPasskey(user)];
      await storage.passkeys.insert(all[1]!, 1);
      const answers = await race(8, (index) => storage.passkeys.delete(all[index % 2]!.id, user.id));
      checkSame(answers.filter((answer) => answer === "deleted").length, 1, "passkeys that were deleted");
      checkSame((await storage.passkeys.list(user.id)).length, 1, "passkeys that are left");
    }
  },
};

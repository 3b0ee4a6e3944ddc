import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import { addUser, moment, newSession, race } from "../../fixtures.ts";

const proof = { provedAt: moment(7.007), methods: ["passkey", "oauth:test"] };

/** When and by what the user of a session proved to be the one. */
export const proofCases: Cases = {
  async "SF08 a proof is noted on its own session alone, and extends nothing"(storage) {
    const { user, session } = await addUser(storage);
    const other = newSession(user);
    await storage.sessions.insert(other, []);
    checkSame(await storage.sessions.prove(session.id, user.id, proof), true, "the proof answers");
    checkSame(await storage.sessions.find(session.id), { session: { ...session, ...proof }, user }, "the session");
    checkSame(await storage.sessions.find(other.id), { session: other, user }, "the user's other session");
    const answers = await race(20, (index) =>
      storage.sessions.prove(session.id, user.id, { ...proof, provedAt: moment(index) }),
    );
    checkSame(
      answers,
      Array.from({ length: 20 }, () => true),
      "proofs at the same moment",
    );
  },

  async "SF08 a session that is over, or somebody else's, takes no proof"(storage) {
    const { user, session } = await addUser(storage);
    const stranger = await addUser(storage);
    const unchanged = async (what: string) =>
      checkSame((await storage.sessions.find(session.id))?.session, session, `the session, ${what}`);
    const late = { ...proof, provedAt: session.expiresAt };
    checkSame(await storage.sessions.prove(session.id, user.id, late), false, "when it has expired");
    await unchanged("expired");
    checkSame(await storage.sessions.prove(session.id, stranger.user.id, proof), false, "a stranger's proof");
    await unchanged("proved by a stranger");
    await storage.users.endSessions(user.id);
    checkSame(await storage.sessions.prove(session.id, user.id, proof), false, "when it was ended");
    await unchanged("ended");

    const next = newSession(stranger.user);
    await storage.sessions.insert(next, []);
    await storage.users.setDisabled(stranger.user.id, true, moment());
    checkSame(await storage.sessions.prove(next.id, stranger.user.id, proof), false, "of a disabled user");
  },
};

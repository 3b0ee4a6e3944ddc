import { CliError } from "../log.ts";
import type { CommandGroup } from "./command.ts";
import { findUser } from "./find-user.ts";

/** `latchkey sessions …` */
export const sessionCommands: CommandGroup = {
  list: {
    words: ["user"],
    help: "lists where one is signed in, the newest first",
    async run({ users, out }, [word = ""]) {
      const { id, email } = await findUser(users, word);
      const sessions = await users.sessions(id);
      out.list(
        sessions.map(({ id: session, createdAt, lastUsedAt, expiresAt, address, agent }) => {
          return { id: session, createdAt, lastUsedAt, expiresAt, address, agent };
        }),
      );
      if (sessions.length === 0) out.say(`${email} is signed in nowhere.`);
    },
  },
  end: {
    words: ["user"],
    options: { id: "string", all: "boolean" },
    help: "signs one out; --all, or --id <session>",
    async run({ users, out }, [word = ""], { id, all }) {
      if ((all === true) === (typeof id === "string"))
        throw new CliError("Say which sessions to end: --all, or --id with one of the list.");
      const { id: userId, email } = await findUser(users, word);
      if (typeof id === "string") await users.endSession(userId, id);
      else await users.endSessions(userId);
      out.say(all === true ? `${email} is signed out everywhere.` : `${email} is signed out there.`);
    },
  },
};

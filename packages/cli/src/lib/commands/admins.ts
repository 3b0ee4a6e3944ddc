import type { CommandGroup } from "./command.ts";
import { userCommands } from "./users.ts";

const { list, show, disable, enable, unlock, delete: remove } = userCommands;

/** `latchkey admins …`: the same over the pool of the administrators, which keeps one who is enabled. */
export const adminCommands: CommandGroup = {
  list: list!,
  show: show!,
  create: {
    words: ["address"],
    help: "creates one, with a password that is asked for or piped in",
    async run({ users, out, input }, [email = ""]) {
      out.show(await users.create({ email, password: await input.password(), emailVerified: true }));
    },
  },
  disable: disable!,
  enable: enable!,
  unlock: unlock!,
  "set-password": userCommands["set-password"]!,
  "reset-second-factor": userCommands["reset-second-factor"]!,
  delete: remove!,
};

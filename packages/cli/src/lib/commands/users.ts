import { unlock } from "@latchkey/core/throttle";
import type { ManagedUser } from "@latchkey/core/users";
import { CliError } from "../log.ts";
import type { CommandGroup, Options } from "./command.ts";
import { findUser } from "./find-user.ts";
import { reportMail } from "./report-mail.ts";
import { exportUsers, importUsers } from "./transfer.ts";

const DEFAULT_LIMIT = 50;

/** `latchkey users …` */
export const userCommands: CommandGroup = {
  list: {
    words: [],
    options: { limit: "string", after: "string" },
    help: "lists users, the oldest first; --limit 50, --after <cursor> for the next ones",
    async run({ users, out }, _, { limit, after }) {
      const page = await users.list({ limit: readLimit(limit), cursor: typeof after === "string" ? after : null });
      out.list(page.users.map(row));
      if (page.users.length === 0) out.say("There are no users.");
      if (page.cursor !== null) out.progress(`There are more: --after ${page.cursor}`);
    },
  },
  show: {
    words: ["user"],
    help: "shows one, with the names of the passkeys and since when there is a second factor",
    async run({ users, out }, [word = ""]) {
      const user = await findUser(users, word);
      const [passkeys, factor] = [await users.passkeys(user.id), await users.secondFactor(user.id)];
      const secondFactor = factor && factor.createdAt;
      out.show({ ...user, passkeys: passkeys.map(({ name }) => name), secondFactor });
    },
  },
  create: {
    words: ["address"],
    options: { username: "string", verified: "boolean", password: "boolean" },
    help: "creates one; --username <name>, --verified, and --password, which is asked for or piped in",
    async run({ users, out, input }, [email = ""], { username, verified, password }) {
      const created = await users.create({
        email,
        ...(typeof username === "string" && { username }),
        ...(password === true && { password: await input.password() }),
        emailVerified: verified === true,
      });
      out.show(created);
    },
  },
  disable: {
    words: ["user"],
    help: "lets one in no more, and ends every session",
    async run({ users, out }, [word = ""]) {
      const { id, email } = await findUser(users, word);
      await users.disable(id);
      out.say(`${email} is disabled.`);
    },
  },
  enable: {
    words: ["user"],
    help: "lets one in again",
    async run({ users, out }, [word = ""]) {
      const { id, email } = await findUser(users, word);
      await users.enable(id);
      out.say(`${email} is enabled.`);
    },
  },
  unlock: {
    words: ["user"],
    help: "ends the locks after too many guesses",
    async run({ auth, users, out }, [word = ""]) {
      const { id, email } = await findUser(users, word);
      await unlock(auth, { userId: id });
      out.say(`${email} is unlocked.`);
    },
  },
  "set-password": {
    words: ["user"],
    help: "sets a password, which is asked for or piped in, and ends every session; a mail tells the owner",
    tellsOwner: true,
    async run(place, [word = ""]) {
      const { users, input } = place;
      const { id, email } = await findUser(users, word);
      await users.setPassword(id, await input.password());
      await reportMail(place, `${email} has a new password.`);
    },
  },
  "reset-second-factor": {
    words: ["user"],
    help: "turns the second factor off, for one who has lost phone and recovery codes; a mail tells the owner",
    tellsOwner: true,
    async run(place, [word = ""]) {
      const { users } = place;
      const { id, email } = await findUser(users, word);
      await users.resetSecondFactor(id);
      await reportMail(place, `${email} signs in without a second factor.`);
    },
  },
  delete: {
    words: ["user"],
    options: { yes: "boolean" },
    help: "deletes one with everything that is theirs; needs --yes",
    async run({ users, out }, [word = ""], { yes }) {
      const { id, email } = await findUser(users, word);
      if (yes !== true) throw new CliError(`Nothing is deleted. To delete ${email} for good, add --yes.`);
      await users.delete(id);
      out.say(`${email} is deleted.`);
    },
  },
  export: {
    words: [],
    help: "prints all of them, a JSON object a line, without passwords, passkeys and second factors",
    run: (place) => exportUsers(place),
  },
  import: {
    words: [],
    help: "creates those that are piped in, a JSON object a line; who is there already stays as they are",
    run: (place) => importUsers(place),
  },
};

function readLimit(limit: Options[string]): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (typeof limit === "string" && /^\d{1,4}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 1000)
    return Number(limit);
  throw new CliError("--limit takes a whole number from 1 to 1000.");
}

/** The columns of a list. */
function row({ email, username, emailVerified, disabled, createdAt, id }: ManagedUser): object {
  return { email, username: username ?? null, emailVerified, disabled, createdAt, id };
}

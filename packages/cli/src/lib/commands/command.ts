import type { Auth, Client } from "@latchkey/core";
import type { Users } from "@latchkey/core/users";
import type { Input } from "./input.ts";
import type { OwnerMails } from "./owner-mails.ts";
import type { Output } from "./output.ts";

/** Who acts, for events and the audit log. */
export const COMMAND_LINE: Client = { address: null, agent: null, actor: "cli" };

/** What a command works with. */
export interface Workplace {
  readonly auth: Auth;
  readonly users: Users;
  readonly mails: OwnerMails;
  readonly input: Input;
  readonly out: Output;
}

/** The options of a command line, by name without `--`. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

/** A command over the accounts of a database: `latchkey users show ada@example.com`. */
export interface AdminCommand {
  /** What stands behind its name: `["user"]`. All of it is needed. */
  readonly words: readonly string[];
  /** Its options beside `--json`. */
  readonly options?: Readonly<Record<string, "boolean" | "string">>;
  /** What it does, in a few words. */
  readonly help: string;
  /** Whether the owner of the account gets a mail about it, where mails are sent. Default: no. */
  readonly tellsOwner?: boolean;
  /** @throws CliError with a sentence that says what to do */
  run(place: Workplace, words: readonly string[], options: Options): Promise<void>;
}

/** Commands by their second word. */
export type CommandGroup = Readonly<Record<string, AdminCommand>>;

import type { Client } from "@latchkey/core";
import { AuthError } from "@latchkey/core";
import type { Users } from "@latchkey/core/users";
import { HttpError } from "@latchkey/http";
import { object, string, type InferOutput, type ObjectSchema, type StringSchema } from "valibot";
import type { Admin } from "../admin.ts";

/** Whom an action is about, and who does it. */
export interface Work {
  readonly admin: Admin;
  readonly people: Users;
  /** The id of the user. */
  readonly id: string;
  readonly client: Client;
}

type Texts = ObjectSchema<Readonly<Record<string, StringSchema<undefined>>>, undefined>;

/** Something that an administrator does to one user by a button, and a program by a `POST`. */
export interface Action {
  /** Whether it changes who gets in, or what is stored about a person: then it needs a recent proof. */
  readonly hurts: boolean;
  /** What it needs to know. */
  readonly body: Texts;
  run(work: Work, input: Readonly<Record<string, string>>): Promise<void>;
}

const nothing = object({});

/** @param body what it needs to know */
function action<Schema extends Texts>(
  hurts: boolean,
  body: Schema,
  run: (work: Work, input: InferOutput<Schema>) => Promise<void>,
): Action {
  return { hurts, body, run: run as Action["run"] };
}

/** By the last part of the path: `POST /api/users/:id/disable`. */
export const actions: Readonly<Record<string, Action>> = {
  password: action(true, object({ password: string() }), ({ people, id }, { password }) =>
    people.setPassword(id, password),
  ),
  verify: action(true, nothing, async ({ people, id }) => void (await people.update(id, { emailVerified: true }))),
  disable: action(true, nothing, ({ people, id }) => people.disable(id)),
  enable: action(true, nothing, ({ people, id }) => people.enable(id)),
  unlock: action(false, nothing, ({ people, id }) => people.unlock(id)),
  "end-sessions": action(false, nothing, ({ people, id }) => people.endSessions(id)),
  "end-session": action(false, object({ sessionId: string() }), ({ people, id }, { sessionId }) =>
    people.endSession(id, sessionId),
  ),
  "delete-api-key": action(true, object({ keyId: string() }), ({ people, id }, { keyId }) =>
    people.deleteApiKey(id, keyId),
  ),
  "unlink-identity": action(true, object({ provider: string(), subject: string() }), ({ people, id }, name) =>
    people.unlinkIdentity(id, name),
  ),
  "delete-passkey": action(true, object({ passkeyId: string() }), ({ people, id }, { passkeyId }) =>
    people.deletePasskey(id, passkeyId),
  ),
  "reset-second-factor": action(true, nothing, ({ people, id }) => people.resetSecondFactor(id)),
  "send-reset": action(false, nothing, async ({ admin, people, id, client }) => {
    if (!admin.passwordReset) throw notOffered();
    const user = await people.find({ id });
    if (!user) throw noSuchUser();
    await admin.passwordReset.request({ email: user.email }, client);
  }),
  "send-verification": action(false, nothing, async ({ admin, people, id, client }) => {
    if (!admin.emailVerification) throw notOffered();
    if (!(await people.find({ id }))) throw noSuchUser();
    await admin.emailVerification.sendTo(id, client);
  }),
  delete: action(true, nothing, ({ people, id }) => people.delete(id)),
  erase: action(true, nothing, erase),
};

/**
 * Deletes a user and erases what the audit log says about the person. Where the log could not be reached after the user
 * was deleted, doing it again erases the rest.
 */
async function erase({ admin: { audit }, people, id, client }: Work): Promise<void> {
  await people.delete(id).catch((error: unknown) => {
    if (!audit || !(error instanceof AuthError) || error.code !== "not_found") throw error;
  });
  await audit?.erase(id, client);
}

function noSuchUser(): HttpError {
  return new HttpError("not_found", "There is no such user");
}

function notOffered(): HttpError {
  return new HttpError("not_found", "This server sends no such mail");
}

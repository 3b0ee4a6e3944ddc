import { HttpError } from "@latchkey/http";
import { html } from "@latchkey/pages";
import { isOffered } from "../api/admin-routes.ts";
import { actions } from "../people/actions.ts";
import { readAppMetadata } from "../people/app-metadata.ts";
import { readPerson } from "../people/person.ts";
import { toProof, type Desk, type PanelPage } from "./desk.ts";
import { frameOf } from "./frame.ts";
import { readJsonField } from "./json-field.ts";
import { accessPart } from "./parts/access.ts";
import { auditPart } from "./parts/audit.ts";
import { credentialParts } from "./parts/credentials.ts";
import { profilePart } from "./parts/profile.ts";
import { readAudit } from "./read-audit.ts";
import { removalPart } from "./parts/removal.ts";

type Form = Parameters<NonNullable<PanelPage["submit"]>>[1];

/** One user, with everything that an administrator can do. */
export const userPage: PanelPage = {
  path: "/users/:id",
  async open(desk) {
    const { admin, people, id, visit } = desk;
    const person = await readPerson(people, id);
    const audit = admin.audit ? await readAudit(admin, admin.audit, { userId: id, limit: 10 }) : null;
    return {
      draw: (attempt) =>
        frameOf(desk, {
          title: person.user.email,
          place: "users",
          waitsForProof: true,
          done: attempt ? undefined : messageOf(desk, visit.query("done")),
          body: html`${profilePart(desk, person, attempt)}${accessPart(desk, person, attempt)}${credentialParts(
            desk,
            person,
            attempt,
          )}${audit && auditPart(desk, audit)}${removalPart(desk, attempt)}`,
        }),
    };
  },
  async submit(desk, form) {
    const { visit, id, admin, people, client } = desk;
    const name = form.text("action");
    const action = Object.hasOwn(actions, name) && isOffered(admin, name) ? actions[name]! : null;
    if (!action && name !== "update") throw new HttpError("not_found", "There is no such action");
    if ((!action || action.hurts) && !desk.isProved) return { redirectTo: toProof(desk) };
    if (!action) await update(desk, form);
    else {
      const input = Object.fromEntries(Object.keys(action.body.entries).map((field) => [field, form.required(field)]));
      await action.run({ admin, people, id, client }, input);
    }
    if (name === "delete" || name === "erase")
      return { redirectTo: visit.link("/users", { done: name === "erase" ? "erased" : "deleted" }) };
    return { redirectTo: visit.link(`/users/${id}`, { done: name }) };
  },
};

async function update({ admin, people, id }: Desk, form: Form): Promise<void> {
  const appMetadata = await readAppMetadata(admin, readJsonField(form));
  const username = form.text("username") || null;
  await people.update(id, { email: form.required("email"), username, appMetadata });
}

/** What an action has done, by a fixed key: nobody can make the page say something else. */
function messageOf({ say, visit: { locale } }: Desk, done: string): string | undefined {
  const { account } = locale;
  const messages: Readonly<Record<string, string>> = {
    created: say.createDone,
    update: say.saveDone,
    password: say.setPasswordDone,
    verify: say.verifyDone,
    disable: say.disableDone,
    enable: say.enableDone,
    unlock: say.unlockDone,
    "end-session": account.sessionEnded,
    "end-sessions": say.sessionsEndedAll,
    "delete-api-key": account.apiKeyDeleteDone,
    "unlink-identity": account.identityDisconnectDone,
    "delete-passkey": locale.passkeys.deleteDone,
    "reset-second-factor": locale.secondFactor.turnOffDone,
    "send-reset": say.mailDone,
    "send-verification": say.mailDone,
  };
  return Object.hasOwn(messages, done) ? messages[done] : undefined;
}

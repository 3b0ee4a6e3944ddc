import type { Route } from "@latchkey/http";
import type { Admin } from "../admin.ts";
import { actions, type Action } from "../people/actions.ts";
import { readAppMetadata } from "../people/app-metadata.ts";
import { readListQuery } from "../people/list-query.ts";
import { readPerson } from "../people/person.ts";
import { changedPersonBody, newPersonBody } from "./bodies.ts";
import { guarded, type Call, type Definition } from "./definition.ts";

const people: readonly Definition[] = [
  {
    method: "GET",
    path: "/users",
    hurts: false,
    answer: async ({ people: users, context }) => users.list(readListQuery(context.request.url)),
  },
  {
    method: "POST",
    path: "/users",
    hurts: true,
    async answer({ admin, people: users, context }) {
      const { appMetadata = null, ...input } = await context.read(newPersonBody);
      return { user: await users.create({ ...input, appMetadata: await readAppMetadata(admin, appMetadata) }) };
    },
  },
  { method: "GET", path: "/users/:id", hurts: false, answer: ({ people: users, id }) => readPerson(users, id) },
  {
    method: "PATCH",
    path: "/users/:id",
    hurts: true,
    async answer({ admin, people: users, context, id }) {
      const { appMetadata, ...input } = await context.read(changedPersonBody);
      const given = appMetadata === undefined ? {} : { appMetadata: await readAppMetadata(admin, appMetadata) };
      return { user: await users.update(id, { ...input, ...given }) };
    },
  },
  {
    method: "DELETE",
    path: "/users/:id",
    hurts: true,
    async answer({ people: users, id }) {
      await users.delete(id);
      return { success: true };
    },
  },
  { method: "GET", path: "/users/:id/export", hurts: true, answer: ({ people: users, id }) => users.export(id) },
];

/**
 * Routes for programs of administrators, below `/api`: the users of the pool as JSON. They belong into a handler over
 * the administrators, and each asks for a live session of theirs. What hurts needs a proof of the last minutes: 403
 * `proof_required`, and `POST /prove` of `stepUpRoutes(stepUp(administrators))` gives one.
 *
 * @param admin made by `admin(auth, …)`
 * @example
 * ```ts
 * import { admin, adminRoutes } from "@latchkey/admin";
 * import { createAuth } from "@latchkey/core";
 * import { createHandler } from "@latchkey/http";
 *
 * const administrators = createAuth({ storage, secret, pool: "admins", signUps: false, keepsLastUser: true });
 * const routes = adminRoutes(admin(auth, { administrators }));
 * const handler = createHandler(administrators, { basePath: "/admin", routes });
 * // GET /admin/api/users?search=ada
 * ```
 */
export function adminRoutes(admin: Admin): readonly Route[] {
  const offered = Object.entries(actions).filter(([name]) => isOffered(admin, name));
  const definitions = [
    ...people,
    ...offered.filter(([name]) => name !== "delete").map(([name, action]) => definitionOf(name, action)),
    ...(admin.audit ? [auditOf("/audit"), auditOf("/users/:id/audit")] : []),
  ];
  return definitions.map((definition) => guarded(admin, definition));
}

/** Whether the application has the companion that an action needs. */
export function isOffered({ passwordReset, emailVerification }: Admin, name: string): boolean {
  if (name === "send-reset") return passwordReset !== undefined;
  return name !== "send-verification" || emailVerification !== undefined;
}

function definitionOf(name: string, { hurts, body, run }: Action): Definition {
  return {
    method: "POST",
    path: `/users/:id/${name}`,
    hurts,
    async answer({ admin, people: users, client, context, id }) {
      const hasBody = Object.keys(body.entries).length > 0;
      if (!hasBody) context.checkContentType();
      const input = hasBody ? await context.read(body) : {};
      await run({ admin, people: users, id, client }, input);
      return { success: true };
    },
  };
}

/** What has happened in the pool, or to one user. */
function auditOf(path: string): Definition {
  return {
    method: "GET",
    path,
    hurts: false,
    async answer({ admin, context, id }: Call) {
      const { limit, cursor } = readListQuery(context.request.url);
      return admin.audit!.list({ userId: id || undefined, limit, cursor });
    },
  };
}

import type { IdentityName, IdentityRecord, IdentityStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import type { Codecs } from "../values/codecs.ts";
import type { DeferredContext } from "./deferred/context.ts";
import type { ValuesOf } from "./store-context.ts";

export function identityStore(context: DeferredContext): IdentityStore {
  const { codecs, executor, query, bindCredentials, bindNextSession, readText, readUser } = context;
  const { id, moment } = codecs;

  return {
    async use(name, { at, tokens }) {
      const values = { ...bindName(name), at: moment.write(at), newTokens: tokens };
      const [row] = await executor.all(query.use_identity(values));
      return row ? { identity: readIdentity(context, name.pool, row), user: readUser(codecs, row) } : null;
    },
    async insertUser(identity, credentials, session) {
      const { passwordHash } = credentials;
      const userId = id.write(credentials.user.id);
      // Each step does nothing unless the ones before it have: nobody ever sees the user without the identity.
      const [, inserted] = await executor.batch([
        query.insert_user(bindCredentials(codecs, credentials)),
        query.insert_identity_if_password_hash({ ...bindIdentity(codecs, identity), passwordHash }),
        query.delete_user_without_identity({ userId, passwordHash }),
        ...(session ? [query.insert_session_if_password_hash(bindNextSession(codecs, session, passwordHash))] : []),
      ]);
      return inserted!.length > 0;
    },
    async link(identity, sessionVersion) {
      const linked = await executor.all(query.link_identity({ ...bindIdentity(codecs, identity), sessionVersion }));
      return linked.length > 0;
    },
    async list(userId) {
      const rows = await executor.all(query.list_identities({ userId: id.write(userId) }));
      return rows.map((row) => readIdentity(context, readText(row.pool), row));
    },
    async unlink(userId, name) {
      const owner = { userId: id.write(userId) };
      const [, unlinked, left] = await executor.batch([
        query.lock_user({ id: owner.userId }),
        query.unlink_identity({ ...bindName(name), ...owner }),
        query.has_identity(bindName(name)),
      ]);
      if (unlinked!.length > 0) return "unlinked";
      const isOwn = left!.some((row) => codecs.id.read((row as RowOf<"has_identity">).user_id) === userId);
      return isOwn ? "last_way_in" : "none";
    },
  };
}

function bindName({ pool, provider, subject }: IdentityName) {
  return { pool, provider, subject };
}

function bindIdentity({ id, moment }: Codecs, identity: IdentityRecord) {
  return {
    ...bindName(identity),
    userId: id.write(identity.userId),
    email: identity.email,
    tokens: identity.tokens,
    createdAt: moment.write(identity.createdAt),
    lastUsedAt: moment.write(identity.lastUsedAt),
  } satisfies ValuesOf<IdentityRecord>;
}

export function readIdentity(
  { codecs: { id, moment }, orNull, readText }: Pick<DeferredContext, "codecs" | "orNull" | "readText">,
  pool: string,
  row: Omit<RowOf<"list_identities">, "pool">,
): IdentityRecord {
  return {
    pool,
    provider: readText(row.provider),
    subject: readText(row.subject),
    userId: id.read(row.user_id),
    email: orNull(readText, row.provider_email),
    tokens: orNull(readText, row.tokens),
    createdAt: moment.read(row.linked_at),
    lastUsedAt: moment.read(row.signed_in_at),
  };
}

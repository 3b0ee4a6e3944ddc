import type { IdentityName, IdentityRecord, IdentityStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import { orNull, readText, type Codecs } from "../values/codecs.ts";
import { bindNextSession } from "./session-row.ts";
import type { StoreContext, ValuesOf } from "./store-context.ts";
import { bindCredentials, readUser } from "./user-row.ts";

export function identityStore({ codecs, executor, query: common, loadDeferred }: StoreContext): IdentityStore {
  const { id, moment } = codecs;

  return {
    async use(name, { at, tokens }) {
      const query = await loadDeferred();
      const values = { ...bindName(name), at: moment.write(at), newTokens: tokens };
      const [row] = await executor.all(query.use_identity(values));
      return row ? { identity: readIdentity(codecs, name.pool, row), user: readUser(codecs, row) } : null;
    },
    async insertUser(identity, credentials, session) {
      const query = await loadDeferred();
      const { passwordHash } = credentials;
      const userId = id.write(credentials.user.id);
      // Each step does nothing unless the ones before it have: nobody ever sees the user without the identity.
      const [, inserted] = await executor.batch([
        common.insert_user(bindCredentials(codecs, credentials)),
        query.insert_identity_if_password_hash({ ...bindIdentity(codecs, identity), passwordHash }),
        query.delete_user_without_identity({ userId, passwordHash }),
        ...(session ? [common.insert_session_if_password_hash(bindNextSession(codecs, session, passwordHash))] : []),
      ]);
      return inserted!.length > 0;
    },
    async link(identity, sessionVersion) {
      const query = await loadDeferred();
      const linked = await executor.all(query.link_identity({ ...bindIdentity(codecs, identity), sessionVersion }));
      return linked.length > 0;
    },
    async list(userId) {
      const query = await loadDeferred();
      const rows = await executor.all(query.list_identities({ userId: id.write(userId) }));
      return rows.map((row) => readIdentity(codecs, readText(row.pool), row));
    },
    async unlink(userId, name) {
      const query = await loadDeferred();
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
  { id, moment }: Codecs,
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

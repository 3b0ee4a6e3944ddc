import type { Context } from "../context/context.ts";
import { isUuid } from "../encoding/uuid.ts";
import type { JsonObject } from "../json.ts";
import { callStorage } from "../storage/call-storage.ts";
import { isPassword } from "../storage/no-password.ts";
import type { OneTimeToken, SessionRecord, Storage } from "../storage/storage.ts";
import { presentApiKey, type ApiKey } from "./api-key.ts";
import { noSuchUser } from "./find.ts";
import { presentEntry, type LoggedEntry } from "./logged-entry.ts";
import { presentIdentity, type Identity } from "./identity.ts";
import { presentFactor, type ManagedFactor } from "./factor.ts";
import { presentManagedUser, type ManagedUser } from "./managed-user.ts";
import { presentPasskey, type ManagedPasskey } from "./passkey.ts";
import { presentManagedSession, type ManagedSession } from "./sessions.ts";

/**
 * What is stored about a person, to be handed out to the person (GDPR Article 15). It has no hash, no token and no
 * other secret in it. Times are ISO 8601 in UTC.
 */
export interface PersonalData<Metadata = JsonObject> {
  /** When it was read. */
  readonly exportedAt: string;
  /** The user pool. */
  readonly pool: string;
  /** The user. */
  readonly user: ManagedUser<Metadata>;
  /** Whether there is a password. Its hash stays behind. */
  readonly hasPassword: boolean;
  /** The sessions, also those that are over and not deleted yet, the newest first. */
  readonly sessions: readonly ExportedSession[];
  /** Accounts at providers, the oldest first. Tokens of the provider stay behind. */
  readonly identities: readonly Identity[];
  /** Passkeys, the oldest first. What signs stays on the devices of the user. */
  readonly passkeys: readonly ManagedPasskey[];
  /** The second factor. Its secret and the recovery codes stay behind. `null`: there is none. */
  readonly secondFactor: ManagedFactor | null;
  /** API keys, the newest first. The keys themselves are not stored. */
  readonly apiKeys: readonly ApiKey[];
  /** Mails with a link that has not been used. The links are not stored. */
  readonly mails: readonly ExportedMail[];
  /** What the audit log has about the user, the newest first. Empty where nothing was recorded. */
  readonly activity: readonly LoggedEntry[];
}

/** A session in an export. */
export interface ExportedSession extends ManagedSession {
  /** When the session ends for good, however often it is extended. */
  readonly endsAt: string;
}

/** A mail in an export. */
export interface ExportedMail {
  /** What the link is for: `"password_reset"`. */
  readonly purpose: string;
  /** The address of the user at that time. */
  readonly email: string | null;
  /** The new address, if the link confirms one. */
  readonly newEmail: string | null;
  /** When the link expires. */
  readonly expiresAt: string;
}

const ENTRIES_AT_ONCE = 1000;

/** Reads everything about a user. @throws AuthError `not_found`, `storage_unavailable` */
export async function exportUser({ storage, pool, now }: Context, id: string): Promise<PersonalData> {
  const found = isUuid(id) ? await callStorage(() => storage.users.records(id)) : null;
  if (found?.user.pool !== pool) throw noSuchUser();
  return {
    exportedAt: new Date(now()).toISOString(),
    pool,
    user: presentManagedUser(found.user),
    hasPassword: isPassword(found.passwordHash),
    sessions: found.sessions.map(exportedSession),
    identities: found.identities.map(presentIdentity),
    passkeys: found.passkeys.map(presentPasskey),
    secondFactor: found.factor && presentFactor(found.factor),
    apiKeys: found.apiKeys.map(presentApiKey),
    mails: found.tokens.map(exportedMail),
    activity: await activityOf(storage, { pool, userId: id }),
  };
}

async function activityOf(
  { audit }: Storage,
  { pool, userId }: { readonly pool: string; readonly userId: string },
): Promise<readonly LoggedEntry[]> {
  const entries: LoggedEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.seq ?? null;
    const rows = await callStorage(() => audit.list(pool, { userId, before, limit: ENTRIES_AT_ONCE }));
    entries.push(...rows.map(presentEntry));
    if (rows.length < ENTRIES_AT_ONCE) return entries;
  }
}

function exportedSession(record: SessionRecord): ExportedSession {
  return { ...presentManagedSession(record), endsAt: record.endsAt.toISOString() };
}

function exportedMail({ purpose, payload, expiresAt }: OneTimeToken): ExportedMail {
  const textOf = (value: unknown) => (typeof value === "string" ? value : null);
  const [email, newEmail] = [textOf(payload?.email), textOf(payload?.newEmail)];
  return { purpose, email, newEmail, expiresAt: expiresAt.toISOString() };
}

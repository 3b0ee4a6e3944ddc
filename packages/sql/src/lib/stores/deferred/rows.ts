import type { FactorRecord, PasskeyRecord } from "@latchkey/core";
import type { RowOf } from "../../statements/queries.ts";
import type { Codecs, orNull, readInteger, readText } from "../../values/codecs.ts";
import type { ValuesOf } from "../store-context.ts";

/** What reads a row, and is handed over. */
interface Reading {
  readonly codecs: Codecs;
  readonly orNull: typeof orNull;
  readonly readInteger: typeof readInteger;
  readonly readText: typeof readText;
}

function readTexts(list: object): readonly string[] {
  if (Array.isArray(list) && list.every((text) => typeof text === "string")) return list;
  throw new TypeError("the database returned something else where a list of texts was expected");
}

/** PostgreSQL has a `bigint`, and some drivers return that as text. */
function readLong({ readInteger }: Reading, stored: number): number {
  return readInteger(/^\d{1,16}$/.test(String(stored)) ? Number(stored) : stored);
}

export function readPasskey(reading: Reading, row: RowOf<"list_passkeys">): PasskeyRecord {
  const { codecs, orNull, readText } = reading;
  return {
    id: readText(row.passkey_id),
    userId: codecs.id.read(row.user_id),
    publicKey: readText(row.public_key),
    counter: readLong(reading, row.counter),
    transports: readTexts(codecs.json.read(row.transports)),
    backupEligible: codecs.boolean.read(row.backup_eligible),
    backedUp: codecs.boolean.read(row.backed_up),
    aaguid: readText(row.aaguid),
    name: readText(row.name),
    createdAt: codecs.moment.read(row.added_at),
    lastUsedAt: orNull(codecs.moment.read, row.last_used_at),
  };
}

export function bindPasskey({ codecs, orNull }: Pick<Reading, "codecs" | "orNull">, passkey: PasskeyRecord) {
  return {
    id: passkey.id,
    userId: codecs.id.write(passkey.userId),
    publicKey: passkey.publicKey,
    counter: passkey.counter,
    transports: codecs.json.write(passkey.transports),
    backupEligible: codecs.boolean.write(passkey.backupEligible),
    backedUp: codecs.boolean.write(passkey.backedUp),
    aaguid: passkey.aaguid,
    name: passkey.name,
    createdAt: codecs.moment.write(passkey.createdAt),
    lastUsedAt: orNull(codecs.moment.write, passkey.lastUsedAt),
  } satisfies ValuesOf<PasskeyRecord>;
}

export function readFactor(
  reading: Reading,
  row: Pick<
    RowOf<"find_factor">,
    "user_id" | "secret" | "last_step" | "trusted_since" | "recovery_codes" | "enabled_at"
  >,
): FactorRecord {
  const { codecs, readText } = reading;
  return {
    userId: codecs.id.read(row.user_id),
    secret: readText(row.secret),
    lastStep: readLong(reading, row.last_step),
    trustedSince: codecs.moment.read(row.trusted_since),
    recoveryCodes: readLong(reading, row.recovery_codes),
    createdAt: codecs.moment.read(row.enabled_at),
  };
}

export function bindFactor({ codecs }: Pick<Reading, "codecs">, factor: Omit<FactorRecord, "recoveryCodes">) {
  return {
    userId: codecs.id.write(factor.userId),
    secret: factor.secret,
    lastStep: factor.lastStep,
    trustedSince: codecs.moment.write(factor.trustedSince),
    createdAt: codecs.moment.write(factor.createdAt),
  } satisfies ValuesOf<Omit<FactorRecord, "recoveryCodes">>;
}

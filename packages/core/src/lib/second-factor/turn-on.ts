import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { invalidCode, readCode } from "../input/one-time-code.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { FactorRecord, UserRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { rulesOf } from "./rules.ts";
import { sealSecret } from "./secret.ts";

/** A secret that is not confirmed yet, as its owner gets it. */
export interface NewFactor {
  /** 20 bytes: for the app alone. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Who asks for codes, as the app shows it. */
  readonly issuer: string;
  /** Whose codes they are, as the app shows it: the user name, or the e-mail address. */
  readonly account: string;
  /** For the confirmation, which has 15 minutes. It has the secret in it, sealed. */
  readonly ticket: string;
}

/** The error where a user has a second factor, and would get another. */
export function enabledAlready(): AuthError {
  return new AuthError("second_factor_enabled", "There is a second factor already: turn it off first");
}

/** A secret and the first code that was made with it. */
export interface FirstCode {
  readonly user: UserRecord;
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly code: unknown;
}

/**
 * The time step of the first code, which is used up with it. Wrong ones are not counted: who guesses has the secret.
 *
 * @throws AuthError `invalid_code`
 */
export function readFirstCode({ guards, now }: Context, { secret, code }: Omit<FirstCode, "user">): number {
  const step = rulesOf(guards).findStep(secret, { digits: readCode(code), now: now() });
  if (step === null) throw invalidCode();
  return step;
}

/** Who turns it on. */
interface Owner {
  readonly sessionId: string;
  readonly client: Client;
  /** Whether all sessions but `sessionId` end in the same step. */
  readonly endsOthers?: boolean | undefined;
}

/**
 * Turns the factor on. Its first code has been used up by then.
 *
 * @returns the recovery codes, which nobody can read again
 * @throws AuthError `second_factor_enabled`, `unauthenticated` (all sessions were ended meanwhile)
 */
export async function turnOn(
  context: Context,
  { user, secret, step }: Omit<FirstCode, "code"> & { readonly step: number },
  { sessionId, client, endsOthers = false }: Owner,
): Promise<readonly string[]> {
  const { storage } = context;
  await runBeforeHook(context, "enable_second_factor", { userId: user.id, client });
  const now = new Date(context.now());
  const sealed = await sealSecret(context, user.id, secret);
  const { codes, hashes } = newRecoveryCodes(secret);
  const factor: Omit<FactorRecord, "recoveryCodes"> = {
    userId: user.id,
    secret: sealed,
    lastStep: step,
    trustedSince: now,
    createdAt: now,
  };
  const about = { userId: user.id, sessionId, client };
  const types = ["second_factor.enabled", ...(endsOthers ? (["sessions.ended"] as const) : [])] as const;
  const { factors } = await recording(context, types, about);
  const isOn = await writeOrFind(
    storage,
    () =>
      factors.insert(factor, hashes, {
        sessionVersion: user.sessionVersion,
        keptId: endsOthers ? sessionId : undefined,
      }),
    async () => ((await storage.factors.find(user.id))?.factor.secret === sealed ? true : null),
  );
  if (!isOn) {
    const other = await callStorage(() => storage.factors.find(user.id));
    throw other ? enabledAlready() : new AuthError("unauthenticated", "Not signed in");
  }
  for (const type of types) await emitEvent(context, type, about);
  return codes;
}

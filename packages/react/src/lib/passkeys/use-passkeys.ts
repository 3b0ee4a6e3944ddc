"use client";

import { withPasskeys, type LatchkeyError, type Passkey } from "@latchkey/client";
import { useLoaded } from "../loaded/use-loaded.ts";
import { useMethods } from "../methods/use-methods.ts";
import { useStepUp } from "../proof/use-step-up.tsx";
import { usePasskeySentences } from "../sentences/use-passkey-sentences.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";
import { ifDenied } from "../passkey-sign-in/if-denied.ts";
import { useCanUsePasskeys } from "../passkey-sign-in/use-can-use-passkeys.ts";
import { useDeviceName } from "../passkey-sign-in/use-device-name.ts";

/** The passkeys of the user, and what can be done with them. */
export interface PasskeysState {
  /** `null`: not known yet. */
  readonly passkeys: readonly Passkey[] | null;
  /** Why they are not known. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** Whether this browser knows passkeys, so that one can be added. */
  readonly canAdd: boolean;
  /** Adds one of this device, or of another that the browser leads to. Its name is that of the browser. */
  readonly add: Submission<void>;
  /** Gives one another name. `errors` has `name`. */
  readonly rename: Submission<PasskeyName>;
  /** Deletes one, by its id. The last way in cannot be removed. */
  readonly remove: Submission<string>;
}

/** What `usePasskeys().rename.submit` takes. */
export interface PasskeyName {
  /** The passkey. */
  readonly id: string;
  /** Its new name. */
  readonly name: string;
}

/**
 * The passkeys of the user. A dialog asks for a recent proof where the server wants one.
 *
 * @example
 * ```ts
 * import { usePasskeys } from "@latchkey/react";
 *
 * const { passkeys, canAdd, add, rename, remove } = usePasskeys();
 * ```
 */
export function usePasskeys(): PasskeysState {
  const { passkeys } = withPasskeys(useAuth());
  const userId = useUser()?.id;
  const isOffered = useMethods().methods?.passkeys !== undefined;
  const { value, error, reload, change } = useLoaded(passkeys.list, isOffered ? userId : undefined);
  const proved = useStepUp();
  const device = useDeviceName();
  const { notMade } = usePasskeySentences();

  const add = useSubmission(
    proved(() => passkeys.add({ name: device() })),
    { onSuccess: (added) => change((before) => [...before, added]), sentenceOf: ifDenied(notMade) },
  );
  const rename = useSubmission(async ({ id, name }: PasskeyName) => {
    await passkeys.rename({ id, name });
    change((before) => before.map((one) => (one.id === id ? { ...one, name } : one)));
  });
  const remove = useSubmission(
    proved(async (id: string) => {
      await passkeys.delete({ id }).catch((failure: LatchkeyError) => {
        // One that is gone already is as good as deleted.
        if (failure.code !== "not_found") throw failure;
      });
      change((before) => before.filter((one) => one.id !== id));
    }),
  );
  return { passkeys: value, error, reload, canAdd: useCanUsePasskeys(), add, rename, remove };
}

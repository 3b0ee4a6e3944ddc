"use client";

import {
  withSecondFactor,
  type LatchkeyError,
  type SecondFactor,
  type SecondFactorSetup as Setup,
} from "@latchkey/client";
import { useState } from "react";
import type { ConfirmFields } from "../codes/setup-code.tsx";
import { useLoaded } from "../loaded/use-loaded.ts";
import { useMethods } from "../methods/use-methods.ts";
import { useStepUp } from "../proof/use-step-up.tsx";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";

/** The second factor of the user, and what can be done with it. */
export interface SecondFactorState {
  /** Whether it is on, and how many recovery codes are left. `null`: not known yet. */
  readonly factor: SecondFactor | null;
  /** Why that is not known. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** Begins to set it up: makes a secret that counts for nothing until `confirm`. */
  readonly begin: Submission<void>;
  /** The secret to be put into an app, since `begin`. `null`: none. */
  readonly setup: Setup | null;
  /** Drops `setup`. */
  cancel(): void;
  /** Turns it on, with a code of the app. `errors` has `code`. */
  readonly confirm: Submission<ConfirmFields>;
  /** Makes new recovery codes. The old ones are void. */
  readonly replaceCodes: Submission<void>;
  /** The recovery codes that were just made: the one time that they are seen. */
  readonly recoveryCodes: readonly string[] | null;
  /** Forgets `recoveryCodes`, once their owner keeps them. */
  forget(): void;
  /** Turns it off. */
  readonly disable: Submission<void>;
  /** Makes every trusted device ask for a code again. */
  readonly forgetDevices: Submission<void>;
}

/**
 * The second factor of the user. A dialog asks for a recent proof where the server wants one.
 *
 * @example
 * ```ts
 * import { useSecondFactor } from "@latchkey/react";
 *
 * const { factor, begin, setup, confirm, recoveryCodes } = useSecondFactor();
 * ```
 */
export function useSecondFactor(): SecondFactorState {
  const { secondFactor } = withSecondFactor(useAuth());
  const userId = useUser()?.id;
  const isOffered = useMethods().methods?.secondFactor !== undefined;
  const { value, error, reload, change } = useLoaded(secondFactor.get, isOffered ? userId : undefined);
  const [setup, setSetup] = useState<Owned<Setup> | null>(null);
  const [codes, setCodes] = useState<Owned<readonly string[]> | null>(null);
  const proved = useStepUp();

  const show = (recoveryCodes: readonly string[]) => setCodes({ owner: userId, value: recoveryCodes });

  const begin = useSubmission(
    proved(() => secondFactor.setup()),
    { onSuccess: (made) => setSetup({ owner: userId, value: made }) },
  );
  const confirm = useSubmission(
    proved((fields: ConfirmFields) => secondFactor.confirm({ ...fields, ticket: ownedBy(setup, userId)?.ticket })),
    {
      onSuccess(recoveryCodes) {
        setSetup(null);
        show(recoveryCodes);
        void reload();
      },
    },
  );
  const replaceCodes = useSubmission(
    proved(() => secondFactor.replaceRecoveryCodes()),
    {
      onSuccess(recoveryCodes) {
        show(recoveryCodes);
        change((before) => ({ ...before, recoveryCodes: recoveryCodes.length }));
      },
    },
  );
  const disable = useSubmission(
    proved(() => secondFactor.disable()),
    {
      onSuccess() {
        setCodes(null);
        change((before) => ({ ...before, enabled: false, createdAt: null, recoveryCodes: 0 }));
      },
    },
  );
  return {
    factor: value,
    error,
    reload,
    begin,
    setup: ownedBy(setup, userId),
    cancel: () => setSetup(null),
    confirm,
    replaceCodes,
    recoveryCodes: ownedBy(codes, userId),
    forget: () => setCodes(null),
    disable,
    forgetDevices: useSubmission(proved(() => secondFactor.forgetDevices())),
  };
}

/** A secret, and whose it is: in another tab somebody else may sign in. */
interface Owned<Value> {
  readonly owner: string | undefined;
  readonly value: Value;
}

function ownedBy<Value>(owned: Owned<Value> | null, userId: string | undefined): Value | null {
  return owned && owned.owner === userId ? owned.value : null;
}

"use client";

import type { ApiKey, CreatedApiKey, LatchkeyError, NewApiKey } from "@latchkey/client";
import { useState } from "react";
import { useLoaded } from "../loaded/use-loaded.ts";
import { useCurrentPassword } from "../proof/use-current-password.ts";
import { useStepUp } from "../proof/use-step-up.tsx";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";

/** The API keys of the user, and what can be done with them. */
export interface ApiKeysState {
  /** `null`: not known yet. */
  readonly apiKeys: readonly ApiKey[] | null;
  /** Why they are not known. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** Creates one. A dialog asks for a recent proof where the server wants one. `errors` has `name`. */
  readonly create: Submission<NewApiKey>;
  /** Deletes one, by its id. */
  readonly remove: Submission<string>;
  /** The key that was just created: the one time that it is seen. */
  readonly created: CreatedApiKey | null;
  /** Forgets `created`, once its owner has it. */
  forget(): void;
}

/**
 * The API keys of the user.
 *
 * @example
 * ```ts
 * import { useApiKeys } from "@latchkey/react";
 *
 * const { apiKeys, create, created, remove } = useApiKeys();
 * ```
 */
export function useApiKeys(): ApiKeysState {
  const { apiKeys } = useAuth();
  const userId = useUser()?.id;
  const { value, error, reload, change } = useLoaded(apiKeys.list, userId);
  const [shown, setShown] = useState<{ readonly owner: string | undefined; readonly key: CreatedApiKey } | null>(null);

  const create = useSubmission(useStepUp()(apiKeys.create), {
    ...useCurrentPassword(),
    onSuccess(created) {
      const { key: _, ...listed } = created;
      change((before) => [...before, listed]);
      setShown({ owner: userId, key: created });
    },
  });
  const remove = useSubmission(async (id: string) => {
    await apiKeys.delete(id).catch((failure: LatchkeyError) => {
      // One that is gone already is as good as deleted.
      if (failure.code !== "not_found") throw failure;
    });
    change((before) => before.filter((one) => one.id !== id));
    setShown((before) => (before?.key.id === id ? null : before));
  });
  return {
    apiKeys: value,
    error,
    reload,
    create,
    remove,
    created: shown && shown.owner === userId ? shown.key : null,
    forget: () => setShown(null),
  };
}

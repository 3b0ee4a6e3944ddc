"use client";

import { LatchkeyError, type Client } from "@latchkey/client";
import { useAuthContext, type AuthSurroundings } from "../provider/auth-context.ts";
import type { ProofMethod } from "../provider/proof-method.ts";
import { ProofDialog } from "./proof-dialog.tsx";

/** One dialog at a time: a proof is good for whatever waits for it. */
const asking = new WeakMap<Client<unknown>, Promise<boolean>>();

/**
 * Makes an action ask for a recent proof when the server wants one: a dialog takes the password, a passkey or a code,
 * or leads to a provider, whichever the server takes for this, and the action goes on. Who closes the dialog leaves the
 * action with `proof_required`.
 *
 * @returns wraps an action, and keeps its input and its result
 * @example
 * ```ts
 * import { useAuth, useStepUp, useSubmission } from "@latchkey/react";
 *
 * const { request } = useAuth();
 * const proved = useStepUp();
 * const transfer = useSubmission(proved((amount: number) => request("POST", "/transfers", { amount })));
 * ```
 */
export function useStepUp(): <Input, Result>(
  action: (input: Input) => Promise<Result>,
) => (input: Input) => Promise<Result> {
  const surroundings = useAuthContext();
  return (action) => async (input) => {
    try {
      return await action(input);
    } catch (error) {
      const isWanted = error instanceof LatchkeyError && error.code === "proof_required";
      if (isWanted && (await ask(surroundings, waysOf(error)))) return action(input);
      throw error;
    }
  };
}

/** The ways of the dialog for what the server asks for, as sessions name it. */
function waysOf({ methods }: LatchkeyError): readonly ProofMethod[] | undefined {
  return methods?.map((method) => {
    if (method === "recovery_code") return "totp";
    return method.startsWith("oauth:") ? "provider" : (method as ProofMethod);
  });
}

function ask({ client, show }: AuthSurroundings, methods: readonly ProofMethod[] | undefined): Promise<boolean> {
  const shown = asking.get(client);
  if (shown) return shown;
  const answer = new Promise<boolean>((resolve) => show(<ProofDialog methods={methods} onEnd={resolve} />)).finally(
    () => {
      asking.delete(client);
      show(null);
    },
  );
  asking.set(client, answer);
  return answer;
}

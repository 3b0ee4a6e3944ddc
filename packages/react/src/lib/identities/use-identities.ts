"use client";

import { withSocial, type Identity, type LatchkeyError, type SocialProvider } from "@latchkey/client";
import { useMethods } from "../methods/use-methods.ts";
import { useStepUp } from "../proof/use-step-up.tsx";
import { useAuth } from "../session/use-auth.ts";
import { pathOfPage } from "../social/address.ts";
import { useKnownIdentities } from "../social/use-known-identities.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";

/** The accounts at providers that the user can sign in with, and what can be done with them. */
export interface IdentitiesState {
  /** `null`: not known yet. */
  readonly identities: readonly Identity[] | null;
  /** Whether the user has a password, too. `null`: not known yet. */
  readonly hasPassword: boolean | null;
  /** Why they are not known. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** The providers that can be connected. */
  readonly providers: readonly SocialProvider[];
  /** Goes to a provider, by its id, to connect an account there. The whole page leaves, and comes back here. */
  readonly connect: Submission<string>;
  /** Disconnects an account. The last way in cannot be removed. */
  readonly disconnect: Submission<Identity>;
}

/**
 * The accounts at providers that the user can sign in with. A dialog asks for a recent proof where the server wants
 * one.
 *
 * @example
 * ```ts
 * import { useIdentities } from "@latchkey/react";
 *
 * const { identities, providers, connect, disconnect } = useIdentities();
 * ```
 */
export function useIdentities(): IdentitiesState {
  const client = withSocial(useAuth());
  const { methods } = useMethods();
  const { known, error, reload, change } = useKnownIdentities();
  const proved = useStepUp();
  const connect = useSubmission(
    proved(async (provider: string) => {
      location.assign(await client.linkAccount(provider, { next: pathOfPage() }));
    }),
  );
  const disconnect = useSubmission(
    proved(async ({ provider, subject }: Identity) => {
      await client.identities.delete({ provider, subject }).catch((failure: LatchkeyError) => {
        // One that is gone already is as good as disconnected.
        if (failure.code !== "not_found") throw failure;
      });
      change((before) => ({
        ...before,
        identities: before.identities.filter((one) => one.provider !== provider || one.subject !== subject),
      }));
    }),
  );
  return {
    identities: known && known.identities,
    hasPassword: known && known.hasPassword,
    error,
    reload,
    providers: methods?.oauth?.providers ?? [],
    connect,
    disconnect,
  };
}

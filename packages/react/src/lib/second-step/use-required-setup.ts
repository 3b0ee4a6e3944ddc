import { withSecondFactor, type SecondFactorSetup, type User } from "@latchkey/client";
import { useRef, useState } from "react";
import { useLoaded, type Loaded } from "../loaded/use-loaded.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";
import { fieldOfCode } from "../codes/factor-code.tsx";
import type { ConfirmFields } from "../codes/setup-code.tsx";

/** Setting up the second factor that an account needs before anybody is signed in. */
export interface RequiredSetup {
  readonly setup: Loaded<SecondFactorSetup>;
  readonly confirm: Submission<ConfirmFields>;
  /** Whose account it was, and the codes to be kept, once it is set up: the one time that they are seen. */
  readonly made: { readonly user: User; readonly recoveryCodes: readonly string[] } | null;
}

/** @param ticket that of `second_factor_setup_required`, where tokens are no cookies */
export function useRequiredSetup(ticket: string | undefined): RequiredSetup {
  const { setUpSecondFactor, confirmSecondFactorSetup } = withSecondFactor(useAuth());
  const [made, setMade] = useState<RequiredSetup["made"]>(null);
  // One request at a time: of two, a browser might keep the ticket of the one and show the secret of the other.
  const underWay = useRef<Promise<SecondFactorSetup> | null>(null);
  const begin = () =>
    (underWay.current ??= setUpSecondFactor({ ticket }).finally(() => {
      underWay.current = null;
    }));
  const setup = useLoaded(begin, "once");
  const confirm = useSubmission(
    ({ code }: ConfirmFields) => confirmSecondFactorSetup({ code, ticket: setup.value?.ticket ?? ticket }),
    { onSuccess: setMade, fieldOf: fieldOfCode },
  );
  return { setup, confirm, made };
}

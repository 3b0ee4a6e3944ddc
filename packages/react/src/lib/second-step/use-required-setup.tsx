import { withSecondFactor, type SecondFactorSetup, type User } from "@latchkey/client";
import { useRef } from "react";
import { CodesDialog } from "../codes/codes-dialog.tsx";
import { fieldOfCode } from "../codes/factor-code.tsx";
import type { ConfirmFields } from "../codes/setup-code.tsx";
import { useLoaded, type Loaded } from "../loaded/use-loaded.ts";
import { useAuthContext } from "../provider/auth-context.ts";
import { useAuth } from "../session/use-auth.ts";
import { useFinishLink } from "../social/use-finish-link.ts";
import { useSubmission, type Submission } from "../submission/use-submission.ts";

interface RequiredSetupOptions {
  /** That of `second_factor_setup_required`, where tokens are no cookies. */
  readonly ticket: string | undefined;
  /** Called when the owner has kept the recovery codes. */
  readonly onSuccess: (user: User) => void;
}

/** Setting up the second factor that an account needs before anybody is signed in. */
export interface RequiredSetup {
  readonly setup: Loaded<SecondFactorSetup>;
  readonly confirm: Submission<ConfirmFields>;
}

/** The provider shows the recovery codes: a form inside `<SignedOut>` leaves the page once the session is open. */
export function useRequiredSetup({ ticket, onSuccess }: RequiredSetupOptions): RequiredSetup {
  const { show } = useAuthContext();
  const { setUpSecondFactor, confirmSecondFactorSetup } = withSecondFactor(useAuth());
  const finishLink = useFinishLink();
  // One request at a time: of two, a browser might keep the ticket of the one and show the secret of the other.
  const underWay = useRef<Promise<SecondFactorSetup> | null>(null);
  const begin = () =>
    (underWay.current ??= setUpSecondFactor({ ticket }).finally(() => {
      underWay.current = null;
    }));
  const setup = useLoaded(begin, "once");
  const confirm = useSubmission(
    ({ code }: ConfirmFields) => confirmSecondFactorSetup({ code, ticket: setup.value?.ticket ?? ticket }),
    {
      onSuccess({ user, recoveryCodes }) {
        // Nothing comes before the codes: they are never shown again.
        const close = async () => {
          show(null);
          await finishLink();
          onSuccess(user);
        };
        show(<CodesDialog codes={recoveryCodes} onClose={() => void close()} />);
      },
      fieldOf: fieldOfCode,
    },
  );
  return { setup, confirm };
}

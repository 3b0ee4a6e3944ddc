import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useCanUsePasskeys } from "./use-can-use-passkeys.ts";
import { usePasskeySignIn, type PasskeySignInOptions } from "./use-passkey-sign-in.ts";

/** The button that signs in with a passkey, and why that failed. */
export function PasskeySignIn(options: PasskeySignInOptions): ReactElement | null {
  const classes = useClassNames();
  const { signInWithPasskey } = useForms();
  const canUse = useCanUsePasskeys();
  const signIn = usePasskeySignIn(options);
  if (!canUse) return null;
  return (
    <>
      <ActionButton pending={signIn.pending} onPress={() => signIn.submit()}>
        {signInWithPasskey}
      </ActionButton>
      <div role="alert">{signIn.formError && <p className={classes("alert")}>{signIn.formError}</p>}</div>
    </>
  );
}

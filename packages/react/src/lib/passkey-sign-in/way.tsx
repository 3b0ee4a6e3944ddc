"use client";

import { withPasskeys } from "@latchkey/client";
import type { ReactElement } from "react";
import { useMethods } from "../methods/use-methods.ts";
import type { WayIn, WayInProps } from "../provider/way-in.ts";
import { PasskeyProof } from "./passkey-proof.tsx";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { PasskeySignUp } from "./passkey-sign-up.tsx";
import { canUsePasskeys } from "./use-can-use-passkeys.ts";

/**
 * Passkeys, for `ways` of `<AuthProvider>`: `<SignInForm>` has a button for them, and the browser offers them in its
 * first field; `<SignUpForm>` creates accounts without a password; the dialog that asks for a recent proof takes them.
 *
 * @example
 * ```tsx
 * import { AuthProvider, passkeys, SignInForm } from "@latchkey/react";
 *
 * <AuthProvider ways={[passkeys]}>
 *   <SignInForm />
 * </AuthProvider>;
 * ```
 */
export const passkeys: WayIn = {
  isOffered: (methods) => methods.passkeys !== undefined,
  SignIn: WithAutofill,
  signUp: { Form: PasskeySignUp, label: "signUpWithPasskey" },
  proof: {
    method: "passkey",
    isThere: async (client) => canUsePasskeys() && (await withPasskeys(client).passkeys.list()).length > 0,
    Proof: PasskeyProof,
  },
};

/** The button is there at once. The server is asked for a challenge only if it has said that it has passkeys. */
function WithAutofill(way: WayInProps): ReactElement {
  const { methods } = useMethods();
  return <PasskeySignIn autofill={methods?.passkeys !== undefined} {...way} />;
}

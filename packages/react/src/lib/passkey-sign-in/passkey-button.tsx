"use client";

import type { User } from "@latchkey/client";
import type { ReactElement } from "react";
import { useOffer } from "../methods/use-methods.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";

/** Properties of `<PasskeyButton>`. */
export interface PasskeyButtonProps {
  /** Called when somebody has signed in: go on to the next page. */
  readonly onSuccess?: ((user: User) => void) | undefined;
}

/**
 * Signs in with a passkey. `<SignInForm>` has it once the provider has `ways={[passkeys]}`; this is for a
 * page without a form. Shows nothing if the
 * server or the browser knows no passkeys.
 *
 * @example
 * ```tsx
 * import { PasskeyButton } from "@latchkey/react";
 *
 * <PasskeyButton onSuccess={() => location.assign("/")} />;
 * ```
 */
export function PasskeyButton({ onSuccess }: PasskeyButtonProps): ReactElement | null {
  const isOffered = useOffer("passkeys");
  return isOffered ? <PasskeySignIn onSuccess={onSuccess} /> : null;
}

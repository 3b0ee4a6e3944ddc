"use client";

import { withSecondFactor } from "@latchkey/client";
import type { WayIn } from "../provider/way-in.ts";
import { CodeProof } from "./code-proof.tsx";
import { Step } from "./step.tsx";

/**
 * The second factor, for `ways` of `<AuthProvider>`: forms that sign in go on with a code, or with setting up what
 * codes come from; the dialog that asks for a recent proof takes codes.
 *
 * @example
 * ```tsx
 * import { AuthProvider, secondFactor, SignInForm } from "@latchkey/react";
 *
 * <AuthProvider ways={[secondFactor]}>
 *   <SignInForm />
 * </AuthProvider>;
 * ```
 */
export const secondFactor: WayIn = {
  isOffered: (methods) => methods.secondFactor !== undefined,
  step: { codes: ["second_factor_required", "second_factor_setup_required"], Step },
  proof: {
    method: "totp",
    isThere: async (client) => (await withSecondFactor(client).secondFactor.get()).enabled,
    Proof: CodeProof,
  },
};

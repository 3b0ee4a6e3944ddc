import type { ReactElement } from "react";
import { useOffer } from "../methods/use-methods.ts";
import { CurrentPasswordField } from "./current-password-field.tsx";

/** The current password, on a server without `stepUpRoutes`: there no dialog could prove anything. */
export function PasswordInForm(): ReactElement | null {
  return useOffer("proof") ? null : <CurrentPasswordField />;
}

import type { ReactElement } from "react";
import { PasswordField } from "../form/password-field.tsx";
import { useAccount } from "../sentences/use-account.ts";
import { useUser } from "../session/use-session.ts";

interface CurrentPasswordFieldProps {
  readonly label?: string;
  readonly autoFocus?: boolean;
}

/** The current password, with the name for which a password manager fills it in. */
export function CurrentPasswordField({ label, autoFocus }: CurrentPasswordFieldProps): ReactElement {
  const { currentPassword } = useAccount();
  return (
    <>
      <input type="text" autoComplete="username" value={useUser()?.email ?? ""} readOnly hidden />
      <PasswordField
        name="currentPassword"
        label={label ?? currentPassword}
        autoComplete="current-password"
        required
        autoFocus={autoFocus}
      />
    </>
  );
}

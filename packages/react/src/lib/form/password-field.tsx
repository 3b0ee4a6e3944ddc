"use client";

import { useState, type ReactElement } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import { Field, type FieldProps } from "./field.tsx";
import { useFormState } from "./form-context.ts";

/**
 * A password of a `<Form>`, with a button that shows it.
 *
 * @example
 * ```tsx
 * import { PasswordField } from "@latchkey/react";
 *
 * <PasswordField name="password" label="Password" autoComplete="current-password" />;
 * ```
 */
export function PasswordField(props: Omit<FieldProps, "type" | "children">): ReactElement {
  const classes = useClassNames();
  const forms = useForms();
  const { pending } = useFormState();
  const [isWanted, setWanted] = useState(false);
  // Password managers and the browser's own memory must find a password when it is sent.
  const isShown = isWanted && !pending;
  return (
    <Field autoCapitalize="none" autoCorrect="off" spellCheck={false} {...props} type={isShown ? "text" : "password"}>
      <button
        type="button"
        className={classes("reveal")}
        aria-label={isShown ? forms.hidePassword : forms.showPassword}
        onClick={() => setWanted(!isWanted)}
      >
        <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
          <circle cx="12" cy="12" r="3" />
          {isShown && <path d="m4 4 16 16" />}
        </svg>
      </button>
    </Field>
  );
}

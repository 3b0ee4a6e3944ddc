"use client";

import { useId, type InputHTMLAttributes, type ReactElement, type ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useFormState } from "./form-context.ts";

/** Properties of `<Field>`: those of an `<input>`, and these. */
export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "children"> {
  /** The name of the value. An error of this name is shown here. */
  readonly name: string;
  /** What the field is for. */
  readonly label: ReactNode;
  /** A line below: what may be typed. */
  readonly hint?: ReactNode;
  /** A button in the field. */
  readonly children?: ReactNode;
}

/**
 * A labelled input of a `<Form>`, with its hint and its error.
 *
 * @example
 * ```tsx
 * import { Field } from "@latchkey/react";
 *
 * <Field name="name" label="Your name" autoComplete="name" />;
 * ```
 */
export function Field({ label, hint, children, ...input }: FieldProps): ReactElement {
  const classes = useClassNames();
  const id = useId();
  const error = useFormState().errors[input.name];
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const box = (
    <input
      id={id}
      className={classes("input")}
      aria-invalid={error ? true : undefined}
      aria-describedby={described || undefined}
      {...input}
    />
  );
  return (
    <div className={classes("field")}>
      <label className={classes("label")} htmlFor={id}>
        {label}
      </label>
      {children ? (
        <div className={classes("password")}>
          {box}
          {children}
        </div>
      ) : (
        box
      )}
      {error && (
        <p className={classes("field-error")} id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className={classes("hint")} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

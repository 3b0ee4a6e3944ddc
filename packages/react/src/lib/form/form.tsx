"use client";

import { useEffect, useMemo, useRef, useState, type FormEvent, type ReactElement, type ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import type { Submission } from "../submission/use-submission.ts";
import { FormContext } from "./form-context.ts";

/** Properties of `<Form>`. */
export interface FormProps {
  /** How sending goes: what a hook like `useSignIn()` returns. */
  readonly submission: Pick<Submission<never>, "pending" | "error" | "errors" | "formError">;
  /** Sends what has been typed. When it succeeds, the fields are emptied. */
  readonly onSubmit: (data: FormData) => Promise<boolean>;
  /** What is said while it is being sent. */
  readonly busy?: string | undefined;
  /** What is said after a success. */
  readonly outcome?: ReactNode;
  /** Fields and a button. */
  readonly children: ReactNode;
}

const NONE: Readonly<Record<string, string>> = {};

/**
 * A form: errors stand at their fields and the first one at fault gets the focus, what no field is at fault for and the
 * outcome are announced, and nothing is sent while a required field is empty.
 *
 * @example
 * ```tsx
 * import { Field, Form, SubmitButton, useForgotPassword } from "@latchkey/react";
 *
 * const forgot = useForgotPassword();
 *
 * <Form submission={forgot} onSubmit={(data) => forgot.submit({ email: String(data.get("email")) })}>
 *   <Field name="email" label="E-mail" type="email" required />
 *   <SubmitButton>Send</SubmitButton>
 * </Form>;
 * ```
 */
export function Form({ submission, onSubmit, busy, outcome, children }: FormProps): ReactElement {
  const classes = useClassNames();
  const { fieldRequired } = useForms();
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState(NONE);
  const [names, setNames] = useState<readonly string[]>([]);
  const { pending, error } = submission;

  const isIncomplete = missing !== NONE;
  const errors = isIncomplete ? missing : submission.errors;
  const unplaced = Object.keys(errors).find((name) => !names.includes(name));
  const alert = isIncomplete ? null : (submission.formError ?? (unplaced && errors[unplaced]));

  useEffect(() => focusFirstError(form.current!), [missing, error]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (pending) return;
    const empty = emptyFields(form.current!);
    const data = new FormData(form.current!);
    setNames([...data.keys()]);
    setMissing(empty.length > 0 ? Object.fromEntries(empty.map((name) => [name, fieldRequired])) : NONE);
    if (empty.length === 0) void onSubmit(data).then((isDone) => isDone && form.current?.reset());
  };

  const state = useMemo(() => ({ errors, pending }), [errors, pending]);
  return (
    // Until React has taken over, a browser would put what was typed into the URL if this were a GET.
    <form ref={form} className={classes("form")} method="post" noValidate onSubmit={send}>
      <FormContext.Provider value={state}>{children}</FormContext.Provider>
      <div role="alert">{alert && <p className={classes("alert")}>{alert}</p>}</div>
      <div role="status">
        {pending ? (
          <p className="latchkey-hidden">{busy}</p>
        ) : (
          outcome && <p className={classes("outcome")}>{outcome}</p>
        )}
      </div>
    </form>
  );
}

function emptyFields(form: HTMLFormElement): string[] {
  const fields = [...form.elements] as HTMLInputElement[];
  const isEmpty = ({ type, value }: HTMLInputElement) => (type === "password" ? value : value.trim()) === "";
  return fields.filter((field) => field.required && isEmpty(field)).map(({ name }) => name);
}

/** The place where one retypes. A password cannot be corrected, so that it is selected. */
function focusFirstError(form: HTMLFormElement): void {
  const first = form.querySelector<HTMLInputElement>('[aria-invalid="true"]');
  first?.focus();
  if (first?.autocomplete.includes("password")) first.select();
}

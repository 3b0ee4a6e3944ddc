import { createContext, useContext } from "react";

/** What the fields and the button of a form know about it. */
export interface FormState {
  /** A sentence for each field at fault, by its name. */
  readonly errors: Readonly<Record<string, string>>;
  /** Whether it is being sent. */
  readonly pending: boolean;
}

export const FormContext = createContext<FormState>({ errors: {}, pending: false });

/** The form around a field. Outside of one, nothing is at fault or under way. */
export function useFormState(): FormState {
  return useContext(FormContext);
}

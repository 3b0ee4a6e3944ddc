import { fill } from "@latchkey/locales/fill";
import { useEffect, useRef, type ReactElement } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useReturnedError } from "./use-returned-error.ts";
import { useWaitingLink } from "./use-waiting-link.ts";

/** Says why somebody came back from a provider without what they went for, and what to do now. */
export function ReturnedError(): ReactElement | null {
  const classes = useClassNames();
  const sentence = useErrors();
  const { linkText } = useForms();
  const error = useReturnedError();
  const waiting = useWaitingLink();
  const paragraph = useRef<HTMLParagraphElement>(null);
  useEffect(() => paragraph.current?.focus(), [error?.code]);
  if (!error) return null;
  return (
    <p ref={paragraph} className={classes(waiting ? "notice" : "alert")} role="alert" tabIndex={-1}>
      {waiting ? fill(linkText, { provider: waiting.name }) : sentence({ code: error.code, retryAfter: undefined })}
    </p>
  );
}

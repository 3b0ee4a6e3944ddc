import { fill } from "@latchkey/locales/fill";
import { useEffect, useRef, type ReactElement } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useReturnedError } from "./use-returned-error.ts";

/** Says why somebody came back from a provider without what they went for, and what to do now. */
export function ReturnedError(): ReactElement | null {
  const classes = useClassNames();
  const sentence = useErrors();
  const { linkText } = useForms();
  const error = useReturnedError();
  const paragraph = useRef<HTMLParagraphElement>(null);
  useEffect(() => paragraph.current?.focus(), [error?.code]);
  if (!error) return null;
  const { code, provider } = error;
  const isLink = code === "link_required" && provider !== undefined;
  return (
    <p ref={paragraph} className={classes(isLink ? "notice" : "alert")} role="alert" tabIndex={-1}>
      {isLink ? fill(linkText, { provider: provider.name }) : sentence({ code, retryAfter: undefined })}
    </p>
  );
}

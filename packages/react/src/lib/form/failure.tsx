import type { LatchkeyError } from "@latchkey/client";
import type { ReactElement } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";

interface FailureProps {
  readonly error: LatchkeyError;
  readonly onRetry: () => void;
}

/** Says why something could not be loaded, and tries again. */
export function Failure({ error, onRetry }: FailureProps): ReactElement {
  const classes = useClassNames();
  const sentence = useErrors();
  return (
    <>
      <div role="alert">
        <p className={classes("alert")}>{sentence(error)}</p>
      </div>
      <button type="button" className={classes("secondary")} onClick={onRetry}>
        {useForms().tryAgain}
      </button>
    </>
  );
}

import { withPasskeys } from "@latchkey/client";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { usePasskeySentences } from "../sentences/use-passkey-sentences.ts";
import { useAuth } from "../session/use-auth.ts";
import { ifDenied } from "./if-denied.ts";
import { useSubmission } from "../submission/use-submission.ts";
import type { ProofProps } from "../provider/way-in.ts";

/** Proves it by a passkey. */
export function PasskeyProof({ isFirst, onProved }: ProofProps): ReactElement {
  const classes = useClassNames();
  const { proof: label, notUsed } = usePasskeySentences();
  const { proveWithPasskey } = withPasskeys(useAuth());
  const proof = useSubmission(() => proveWithPasskey(), {
    onSuccess: onProved,
    fieldOf: () => undefined,
    sentenceOf: ifDenied(notUsed),
  });
  return (
    <div className={classes("ways-in")}>
      <ActionButton pending={proof.pending} autoFocus={isFirst} onPress={() => proof.submit(undefined)}>
        {label}
      </ActionButton>
      <div role="alert">{proof.formError && <p className={classes("alert")}>{proof.formError}</p>}</div>
    </div>
  );
}

import { withSocial, type SocialProvider, type User } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission } from "../submission/use-submission.ts";

interface ConnectWaitingProps {
  readonly provider: SocialProvider;
  /** Who has signed in by another way. */
  readonly user: User;
  readonly onSuccess: ((user: User) => void) | undefined;
}

/**
 * Connects the account that waits, for who came back signed in by another provider. It takes a press of the button: the
 * address of a page alone, which a stranger may have written, connects nothing.
 */
export function ConnectWaiting({ provider, user, onSuccess }: ConnectWaitingProps): ReactElement {
  const classes = useClassNames();
  const { linkButton } = useForms();
  const { finishLink } = withSocial(useAuth());
  const { submit, pending, formError } = useSubmission(() => finishLink(), { onSuccess: () => onSuccess?.(user) });
  return (
    <>
      <ActionButton part="button" pending={pending} onPress={() => submit(undefined)}>
        {fill(linkButton, { provider: provider.name })}
      </ActionButton>
      <div role="alert">{formError && <p className={classes("alert")}>{formError}</p>}</div>
    </>
  );
}

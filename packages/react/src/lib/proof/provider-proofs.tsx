import { withSocial, type SocialProvider } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useAuth } from "../session/use-auth.ts";
import { pathOfPage } from "../social/address.ts";
import { useSubmission } from "../submission/use-submission.ts";

interface ProviderProofsProps {
  readonly providers: readonly SocialProvider[];
  /** Whether nothing stands above them. */
  readonly isFirst: boolean;
}

/** Buttons that leave the page, and come back to it. Within five minutes the action then needs no proof. */
export function ProviderProofs({ providers, isFirst }: ProviderProofsProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const client = useAuth();
  const leave = useSubmission(async (provider: string) => {
    location.assign(await withSocial(client).proveWith(provider, { next: pathOfPage() }));
  });
  return (
    <div className={classes("ways-in")}>
      {providers.map(({ id, name }, at) => (
        <ActionButton
          key={id}
          pending={leave.pending || leave.done}
          autoFocus={isFirst && at === 0}
          onPress={() => leave.submit(id)}
        >
          {fill(account.proofWith, { provider: name })}
        </ActionButton>
      ))}
      <div role="alert">{leave.formError && <p className={classes("alert")}>{leave.formError}</p>}</div>
    </div>
  );
}

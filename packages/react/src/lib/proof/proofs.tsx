import { withSocial, type SocialProvider } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Failure } from "../form/failure.tsx";
import { Form } from "../form/form.tsx";
import { Loading } from "../form/loading.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { useKnownIdentities } from "../social/use-known-identities.ts";
import { CurrentPasswordField } from "./current-password-field.tsx";
import { useCurrentPassword } from "./use-current-password.ts";
import { useMethods } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useAuth } from "../session/use-auth.ts";
import { pathOfPage } from "../social/address.ts";
import { useSubmission } from "../submission/use-submission.ts";

/** What the user can prove it with: the password, and accounts at providers that are connected. */
export function Proofs({ onProved }: { readonly onProved: () => void }): ReactElement {
  const classes = useClassNames();
  const { or } = useForms();
  const { methods } = useMethods();
  const { known, error, reload } = useKnownIdentities();
  if (error) return <Failure error={error} onRetry={reload} />;
  if (!known) return <Loading />;
  const isConnected = ({ id }: SocialProvider) => known.identities.some(({ provider }) => provider === id);
  const providers = methods?.oauth?.providers.filter(isConnected) ?? [];
  return (
    <>
      {known.hasPassword && <PasswordProof onProved={onProved} />}
      {known.hasPassword && providers.length > 0 && <p className={classes("separator")}>{or}</p>}
      {providers.length > 0 && <ProviderProofs providers={providers} isFirst={!known.hasPassword} />}
    </>
  );
}

function PasswordProof({ onProved }: { readonly onProved: () => void }): ReactElement {
  const account = useAccount();
  const proof = useSubmission(useAuth().prove, { ...useCurrentPassword(), onSuccess: onProved });
  return (
    <Form
      submission={proof}
      onSubmit={(data) => proof.submit({ password: textOf(data, "currentPassword") })}
      busy={account.busy}
    >
      <CurrentPasswordField label={account.proofPassword} autoFocus />
      <SubmitButton busy={account.busy}>{account.proofButton}</SubmitButton>
    </Form>
  );
}

interface ProviderProofsProps {
  readonly providers: readonly SocialProvider[];
  /** Whether nothing stands above them. */
  readonly isFirst: boolean;
}

/** Buttons that leave the page, and come back to it. Within five minutes the action then needs no proof. */
function ProviderProofs({ providers, isFirst }: ProviderProofsProps): ReactElement {
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

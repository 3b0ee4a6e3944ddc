import type { SocialProvider } from "@latchkey/client";
import { Fragment, type ComponentType, type ReactElement } from "react";
import { Failure } from "../form/failure.tsx";
import { Loading } from "../form/loading.tsx";
import { Text } from "../form/text.tsx";
import { useLoaded } from "../loaded/use-loaded.ts";
import { useMethods } from "../methods/use-methods.ts";
import type { ProofMethod } from "../provider/proof-method.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import type { ProofProps, WayToProve } from "../provider/way-in.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useKnownIdentities } from "../social/use-known-identities.ts";
import { useWays } from "../ways/use-ways.ts";
import { PasswordProof } from "./password-proof.tsx";
import { ProviderProofs } from "./provider-proofs.tsx";

interface ProofsProps {
  readonly methods: readonly ProofMethod[] | undefined;
  readonly onProved: () => void;
}

/** What the user can prove it with: the password, what `ways` of the provider have, and accounts at providers. */
export function Proofs({ methods: wanted, onProved }: ProofsProps): ReactElement {
  const classes = useClassNames();
  const { or } = useForms();
  const sentence = useErrors();
  const { methods } = useMethods();
  const { known, error, reload } = useKnownIdentities();
  const others = useOtherProofs();
  if (error) return <Failure error={error} onRetry={reload} />;
  if (others.error) return <Failure error={others.error} onRetry={others.reload} />;
  if (!known || !others.value) return <Loading />;
  const isConnected = ({ id }: SocialProvider) => known.identities.some(({ provider }) => provider === id);
  const providers = methods?.oauth?.providers.filter(isConnected) ?? [];
  const all: readonly Way[] = [
    { method: "password", isThere: known.hasPassword, Proof: PasswordProof },
    ...others.value.map(({ method, Proof }): Way => ({ method, isThere: true, Proof })),
  ];
  const isWanted = (method: ProofMethod) => wanted?.includes(method) !== false;
  const ways = all.filter(({ method, isThere }) => isThere && isWanted(method));
  const hasProviders = providers.length > 0 && isWanted("provider");
  if (ways.length === 0 && !hasProviders) return <Text>{sentence({ code: "refused", retryAfter: undefined })}</Text>;
  const separator = <p className={classes("separator")}>{or}</p>;
  return (
    <>
      {ways.map(({ method, Proof }, at) => (
        <Fragment key={method}>
          {at > 0 && separator}
          <Proof isFirst={at === 0} onProved={onProved} />
        </Fragment>
      ))}
      {ways.length > 0 && hasProviders && separator}
      {hasProviders && <ProviderProofs providers={providers} isFirst={ways.length === 0} />}
    </>
  );
}

interface Way {
  readonly method: ProofMethod;
  readonly isThere: boolean;
  readonly Proof: ComponentType<ProofProps>;
}

/** Those of `ways` that the user has. */
function useOtherProofs() {
  const client = useAuth();
  const proofs = useWays().flatMap(({ proof }) => proof ?? []);
  const find = async (): Promise<readonly WayToProve[]> => {
    const answers = await Promise.all(proofs.map((proof) => proof.isThere(client)));
    return proofs.filter((_, at) => answers[at]);
  };
  return useLoaded(find, useUser()?.id);
}

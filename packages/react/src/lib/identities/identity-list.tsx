"use client";

import type { Identity } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import { useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Confirmation } from "../form/confirmation.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Failure } from "../form/failure.tsx";
import { Item, List } from "../form/list.tsx";
import { Loading } from "../form/loading.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { Text } from "../form/text.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useDate } from "../sentences/use-date.ts";
import { ReturnedError } from "../social/returned-error.tsx";
import { useIdentities, type IdentitiesState } from "./use-identities.ts";

/** Properties of `<IdentityList>`. */
export interface IdentityListProps extends PanelProps {
  /** A function that shows the list in its own way. */
  readonly children?: FormContents<IdentitiesState>;
}

/**
 * The accounts at providers that the user can sign in with, buttons to connect others, and to disconnect them. Shows
 * nothing if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { IdentityList } from "@latchkey/react";
 *
 * <IdentityList />;
 * ```
 */
export function IdentityList({ children, ...panel }: IdentityListProps): ReactElement | null {
  const account = useAccount();
  const isOffered = useOffer("identities");
  const hasProviders = useOffer("oauth");
  const state = useIdentities();
  if (typeof children === "function") return <>{children(state)}</>;
  const { identities, error, reload } = state;
  // Without providers there is nothing to connect: only what was connected before can be taken away.
  if (!isOffered || (!hasProviders && !identities?.length)) return null;
  return (
    <Panel isWide name={account.identitiesTitle} isBusy={!identities && !error} {...panel}>
      <ReturnedError />
      {identities ? (
        <Connected {...state} identities={identities} />
      ) : error ? (
        <Failure error={error} onRetry={reload} />
      ) : (
        <Loading />
      )}
      {children}
    </Panel>
  );
}

function Connected(state: IdentitiesState & { readonly identities: readonly Identity[] }): ReactElement {
  const { identities, providers, connect, disconnect } = state;
  const classes = useClassNames();
  const account = useAccount();
  const [chosen, setChosen] = useState<Identity>();
  const [isGone, setGone] = useState(false);
  const alert = disconnect.formError ?? connect.formError;
  const remove = async (identity: Identity) => {
    setChosen(identity);
    setGone(false);
    setGone(await disconnect.submit(identity));
  };
  const missing = providers.filter(({ id }) => identities.every(({ provider }) => provider !== id));
  return (
    <>
      {(identities.length > 0 || !isGone) && (
        <Text>{identities.length > 0 ? account.identitiesText : account.identitiesNone}</Text>
      )}
      {identities.length > 0 && (
        <List>
          {identities.map((identity) => (
            <IdentityItem
              key={`${identity.provider} ${identity.subject}`}
              identity={identity}
              name={providers.find(({ id }) => id === identity.provider)?.name ?? identity.provider}
              pending={disconnect.pending && chosen === identity}
              onDisconnect={() => remove(identity)}
            />
          ))}
        </List>
      )}
      {missing.length > 0 && (
        <div className={classes("actions")}>
          {missing.map(({ id, name }) => (
            <ActionButton key={id} pending={connect.pending || connect.done} onPress={() => connect.submit(id)}>
              {fill(account.identityConnect, { provider: name })}
            </ActionButton>
          ))}
        </div>
      )}
      <div role="alert">{alert && <p className={classes("alert")}>{alert}</p>}</div>
      {isGone && <Outcome>{account.identityDisconnectDone}</Outcome>}
    </>
  );
}

interface IdentityItemProps {
  readonly identity: Identity;
  /** What people call the provider. */
  readonly name: string;
  readonly pending: boolean;
  readonly onDisconnect: () => void;
}

function IdentityItem({ identity, name, pending, onDisconnect }: IdentityItemProps): ReactElement {
  const account = useAccount();
  const date = useDate();
  const { email, createdAt, lastUsedAt } = identity;
  return (
    <Item
      name={name}
      lines={[
        email !== null && <bdi>{email}</bdi>,
        fill(account.identityConnected, { date: date(createdAt) }),
        fill(account.identityLastUsed, { date: date(lastUsedAt) }),
      ]}
    >
      <Confirmation
        name={fill(account.identityDisconnectOf, { provider: name })}
        text={account.identityDisconnectText}
        pending={pending}
        onConfirm={onDisconnect}
      >
        {account.identityDisconnect}
      </Confirmation>
    </Item>
  );
}

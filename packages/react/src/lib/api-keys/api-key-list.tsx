"use client";

import type { ApiKey } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import { useState, type ReactElement } from "react";
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
import { CreatedKey } from "./created-key.tsx";
import { NewKey } from "./new-key.tsx";
import { useApiKeys, type ApiKeysState } from "./use-api-keys.ts";

/** Properties of `<ApiKeyList>`. */
export interface ApiKeyListProps extends PanelProps {
  /** A function that shows the list in its own way. */
  readonly children?: FormContents<ApiKeysState>;
}

/**
 * The API keys of the user: create one, see it once, delete it. Shows nothing if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { ApiKeyList } from "@latchkey/react";
 *
 * <ApiKeyList />;
 * ```
 */
export function ApiKeyList({ children, ...panel }: ApiKeyListProps): ReactElement | null {
  const account = useAccount();
  const isOffered = useOffer("apiKeys");
  const state = useApiKeys();
  if (typeof children === "function") return <>{children(state)}</>;
  if (!isOffered) return null;
  const { apiKeys, error, reload, created, forget } = state;
  return (
    <Panel isWide name={account.apiKeysTitle} isBusy={!apiKeys && !error} {...panel}>
      <Text>{account.apiKeysText}</Text>
      {apiKeys ? (
        <Keys {...state} apiKeys={apiKeys} />
      ) : error ? (
        <Failure error={error} onRetry={reload} />
      ) : (
        <Loading />
      )}
      {created ? <CreatedKey created={created} onClose={forget} /> : apiKeys && <NewKey create={state.create} />}
      {children}
    </Panel>
  );
}

function Keys({ apiKeys, remove }: ApiKeysState & { readonly apiKeys: readonly ApiKey[] }): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const date = useDate();
  const [isDeleted, setDeleted] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const deleteKey = async (id: string) => {
    setChosen(id);
    setDeleted(false);
    setDeleted(await remove.submit(id));
  };
  return (
    <>
      {apiKeys.length === 0 && !isDeleted && <Text>{account.apiKeysNone}</Text>}
      {apiKeys.length > 0 && (
        <List>
          {apiKeys.map(({ id, name, hint, scopes, createdAt, expiresAt, lastUsedAt }) => (
            <Item
              key={id}
              name={
                <>
                  <bdi>{name}</bdi> <code dir="ltr">{hint}…</code>
                </>
              }
              lines={[
                scopes.length > 0 &&
                  scopes.map((scope) => (
                    <span key={scope} className={classes("badge")}>
                      {scope}
                    </span>
                  )),
                fill(account.apiKeyCreated, { date: date(createdAt) }),
                expiresAt === null ? account.apiKeyNoExpiry : fill(account.apiKeyExpires, { date: date(expiresAt) }),
                lastUsedAt === null
                  ? account.apiKeyNeverUsed
                  : fill(account.apiKeyLastUsed, { date: date(lastUsedAt) }),
              ]}
            >
              <Confirmation
                name={fill(account.apiKeyDeleteOf, { name })}
                text={account.apiKeyDeleteText}
                pending={remove.pending && chosen === id}
                onConfirm={() => deleteKey(id)}
              >
                {account.apiKeyDelete}
              </Confirmation>
            </Item>
          ))}
        </List>
      )}
      <div role="alert">{remove.formError && <p className={classes("alert")}>{remove.formError}</p>}</div>
      {isDeleted && <Outcome>{account.apiKeyDeleteDone}</Outcome>}
    </>
  );
}

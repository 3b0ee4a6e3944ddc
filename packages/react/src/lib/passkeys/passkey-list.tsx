"use client";

import type { Passkey } from "@latchkey/client";
import { useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Failure } from "../form/failure.tsx";
import { List } from "../form/list.tsx";
import { Loading } from "../form/loading.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { Text } from "../form/text.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { usePasskeySentences } from "../sentences/use-passkey-sentences.ts";
import { PasskeyItem } from "./passkey-item.tsx";
import { usePasskeys, type PasskeysState } from "./use-passkeys.ts";

/** Properties of `<PasskeyList>`. */
export interface PasskeyListProps extends PanelProps {
  /** A function that shows the list in its own way. */
  readonly children?: FormContents<PasskeysState>;
}

/**
 * The passkeys of the user: add one, give it a name, delete it. Shows nothing if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { PasskeyList } from "@latchkey/react";
 *
 * <PasskeyList />;
 * ```
 */
export function PasskeyList({ children, ...panel }: PasskeyListProps): ReactElement | null {
  const sentences = usePasskeySentences();
  const isOffered = useOffer("passkeys");
  const state = usePasskeys();
  if (typeof children === "function") return <>{children(state)}</>;
  if (!isOffered) return null;
  const { passkeys, error, reload } = state;
  return (
    <Panel isWide name={sentences.title} isBusy={!passkeys && !error} {...panel}>
      <Text>{sentences.text}</Text>
      {passkeys ? (
        <Passkeys {...state} passkeys={passkeys} />
      ) : error ? (
        <Failure error={error} onRetry={reload} />
      ) : (
        <Loading />
      )}
      {children}
    </Panel>
  );
}

function Passkeys(state: PasskeysState & { readonly passkeys: readonly Passkey[] }): ReactElement {
  const { passkeys, canAdd, add, rename, remove } = state;
  const classes = useClassNames();
  const sentences = usePasskeySentences();
  const [outcome, setOutcome] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const alert = remove.formError ?? add.formError;
  const act = async (work: Promise<boolean>, sentence: string): Promise<boolean> => {
    setOutcome(undefined);
    const isDone = await work;
    if (isDone) setOutcome(sentence);
    return isDone;
  };
  const deleteOne = (id: string) => {
    setChosen(id);
    void act(remove.submit(id), sentences.deleteDone);
  };
  return (
    <>
      {passkeys.length === 0 && !outcome && <Text>{sentences.none}</Text>}
      {passkeys.length > 0 && (
        <List>
          {passkeys.map((passkey) => (
            <PasskeyItem
              key={passkey.id}
              passkey={passkey}
              rename={rename}
              isDeleting={remove.pending && chosen === passkey.id}
              onRename={(name) => act(rename.submit({ id: passkey.id, name }), sentences.renameDone)}
              onDelete={() => deleteOne(passkey.id)}
            />
          ))}
        </List>
      )}
      {canAdd ? (
        <ActionButton pending={add.pending} onPress={() => act(add.submit(), sentences.addDone)}>
          {sentences.add}
        </ActionButton>
      ) : (
        <Text>{sentences.unsupported}</Text>
      )}
      <div role="alert">{alert && <p className={classes("alert")}>{alert}</p>}</div>
      {outcome && <Outcome>{outcome}</Outcome>}
    </>
  );
}

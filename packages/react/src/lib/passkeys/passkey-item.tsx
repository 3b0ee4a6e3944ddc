import type { Passkey } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import { useRef, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Confirmation } from "../form/confirmation.tsx";
import { Field } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { Item } from "../form/list.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useDate } from "../sentences/use-date.ts";
import { usePasskeySentences } from "../sentences/use-passkey-sentences.ts";
import type { Submission } from "../submission/use-submission.ts";

interface PasskeyItemProps {
  readonly passkey: Passkey;
  readonly rename: Submission<never>;
  readonly isDeleting: boolean;
  readonly onRename: (name: string) => Promise<boolean>;
  readonly onDelete: () => void;
}

/** A passkey of the list, with its name, which can be changed, and a button that deletes it. */
export function PasskeyItem({ passkey, rename, isDeleting, onRename, onDelete }: PasskeyItemProps): ReactElement {
  const classes = useClassNames();
  const sentences = usePasskeySentences();
  const date = useDate();
  const [isNaming, setNaming] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { name, createdAt, lastUsedAt, backedUp } = passkey;
  const close = () => {
    setNaming(false);
    opener.current?.focus();
  };
  return (
    <Item
      name={
        <>
          <bdi>{name}</bdi>
          {backedUp && <span className={classes("badge")}>{sentences.synced}</span>}
        </>
      }
      lines={[
        fill(sentences.created, { date: date(createdAt) }),
        lastUsedAt === null ? sentences.neverUsed : fill(sentences.lastUsed, { date: date(lastUsedAt) }),
      ]}
    >
      <ActionButton
        name={fill(sentences.renameOf, { name })}
        isOpen={isNaming}
        buttonRef={opener}
        onPress={() => setNaming(!isNaming)}
      >
        {sentences.rename}
      </ActionButton>
      <Confirmation
        name={fill(sentences.deleteOf, { name })}
        text={sentences.deleteText}
        pending={isDeleting}
        onConfirm={onDelete}
      >
        {sentences.delete}
      </Confirmation>
      {isNaming && (
        <NameForm
          name={name}
          rename={rename}
          onSend={async (next) => {
            const isDone = await onRename(next);
            if (isDone) close();
            return isDone;
          }}
          onClose={close}
        />
      )}
    </Item>
  );
}

interface NameFormProps {
  readonly name: string;
  readonly rename: Submission<never>;
  readonly onSend: (name: string) => Promise<boolean>;
  readonly onClose: () => void;
}

function NameForm({ name, rename, onSend, onClose }: NameFormProps): ReactElement {
  const classes = useClassNames();
  const sentences = usePasskeySentences();
  const account = useAccount();
  return (
    <div className={classes("naming")} onKeyDown={({ key }) => key === "Escape" && onClose()}>
      <Form submission={rename} onSubmit={(data) => onSend(textOf(data, "name").trim())} busy={account.busy}>
        <Field
          name="name"
          label={sentences.name}
          defaultValue={name}
          maxLength={64}
          autoComplete="off"
          required
          // The button that was pressed opened it.
          autoFocus
        />
        <div className={classes("actions")}>
          <SubmitButton busy={account.busy}>{sentences.renameButton}</SubmitButton>
          <ActionButton onPress={onClose}>{account.cancel}</ActionButton>
        </div>
      </Form>
    </div>
  );
}

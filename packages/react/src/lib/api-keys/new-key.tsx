import type { NewApiKey } from "@latchkey/client";
import { duration } from "@latchkey/locales/fill";
import { useId, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Field } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { useMethods } from "../methods/use-methods.ts";
import { PasswordInForm } from "../proof/password-in-form.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useLanguage } from "../sentences/use-language.ts";
import type { Submission } from "../submission/use-submission.ts";

const DAY = 86_400;
/** What a key may last, in seconds. */
const LIFETIMES = [30 * DAY, 90 * DAY, 365 * DAY];

/** The form that creates a key, once somebody wants it. */
export function NewKey({ create }: { readonly create: Submission<NewApiKey> }): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const [isOpen, setOpen] = useState(false);
  const send = (data: FormData) =>
    create.submit({
      name: textOf(data, "name").trim(),
      currentPassword: textOf(data, "currentPassword") || undefined,
      scopes: data.getAll("scopes").map(String),
      expiresIn: Number(textOf(data, "expiresIn")) || null,
    });
  if (!isOpen) {
    return (
      <ActionButton isOpen={false} onPress={() => setOpen(true)}>
        {account.apiKeyCreate}
      </ActionButton>
    );
  }
  return (
    <Form submission={create} onSubmit={send} busy={account.busy}>
      <Field
        name="name"
        label={account.apiKeyName}
        hint={account.apiKeyNameHint}
        maxLength={64}
        autoComplete="off"
        required
        // The button that was here is gone, and this is what it opened.
        autoFocus
      />
      <Scopes />
      <Expiry />
      <PasswordInForm />
      <div className={classes("actions")}>
        <SubmitButton busy={account.busy}>{account.apiKeyCreate}</SubmitButton>
        <ActionButton onPress={() => setOpen(false)}>{account.cancel}</ActionButton>
      </div>
    </Form>
  );
}

function Scopes(): ReactElement | null {
  const classes = useClassNames();
  const { apiKeyScopes } = useAccount();
  const scopes = useMethods().methods?.apiKeys?.scopes ?? [];
  if (scopes.length === 0) return null;
  return (
    <fieldset className={classes("choices")}>
      <legend className={classes("label")}>{apiKeyScopes}</legend>
      {scopes.map((scope) => (
        <label key={scope} className={classes("choice")}>
          <input type="checkbox" name="scopes" value={scope} />
          {scope}
        </label>
      ))}
    </fieldset>
  );
}

function Expiry(): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const code = useLanguage();
  const id = useId();
  return (
    <div className={classes("field")}>
      <label className={classes("label")} htmlFor={id}>
        {account.apiKeyExpiry}
      </label>
      <select id={id} className={classes("input")} name="expiresIn" defaultValue={LIFETIMES[1]}>
        {LIFETIMES.map((seconds) => (
          <option key={seconds} value={seconds}>
            {duration({ code }, seconds)}
          </option>
        ))}
        <option value="">{account.apiKeyNoExpiry}</option>
      </select>
    </div>
  );
}

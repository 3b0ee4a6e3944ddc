import { SignInForm } from "@latchkey/react";
import type { FormEvent, ReactElement } from "react";

/** A form of the application's own, on the state of `<SignInForm>`. */
export function OwnMarkup(): ReactElement {
  return (
    <SignInForm onSuccess={() => location.assign("/")}>
      {({ submit, pending, errors, formError }) => {
        const send = (event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          void submit({ identifier: String(data.get("who")), password: String(data.get("secret")) });
        };
        return (
          <form onSubmit={send} aria-label="Own">
            <label>
              Who <input name="who" autoComplete="username" />
            </label>
            <label>
              Secret <input name="secret" type="password" autoComplete="current-password" />
            </label>
            <p data-field>{errors["password"]}</p>
            <p data-form>{formError}</p>
            <button disabled={pending}>Go</button>
          </form>
        );
      }}
    </SignInForm>
  );
}

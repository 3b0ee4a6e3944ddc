"use client";

import type { JsonObject, User } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement, ReactNode } from "react";
import { Failure } from "../form/failure.tsx";
import { Field } from "../form/field.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { LinkList } from "../form/link-list.tsx";
import { Loading } from "../form/loading.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { PasswordField } from "../form/password-field.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useLinks } from "../form/use-links.ts";
import type { Links } from "../provider/links.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useUser } from "../session/use-session.ts";
import { ReturnedError } from "../social/returned-error.tsx";
import { useSignUp, type SignUp } from "./use-sign-up.ts";
import { WaysIn } from "./ways-in.tsx";

/** Properties of `<SignUpForm>`. */
export interface SignUpFormProps extends PanelProps {
  /** Called when the account is there and its user signed in: go on to the next page. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** The page to link to, beside those of the provider. */
  readonly links?: Pick<Links, "signIn"> | undefined;
  /** Where sign-up by a provider leads: a path of this origin. Default: `?next=` of the page, or the server's. */
  readonly next?: string | undefined;
  /** Other ways to sign up, below the form and the buttons of providers: a passkey. */
  readonly waysIn?: ReactNode;
  /** Makes the metadata of the new user from what has been typed, if the form has more fields. */
  readonly metadata?: ((data: FormData) => JsonObject) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<SignUp>;
}

/**
 * Creates an account, as far as the server takes new ones.
 *
 * @example
 * ```tsx
 * import { Field, SignUpForm } from "@latchkey/react";
 *
 * <SignUpForm metadata={(data) => ({ name: String(data.get("name")) })}>
 *   <Field name="name" label="Your name" autoComplete="name" required />
 * </SignUpForm>;
 * ```
 */
export function SignUpForm(props: SignUpFormProps): ReactElement {
  const { onSuccess, links: own, next, waysIn, metadata, children, ...panel } = props;
  const forms = useForms();
  const sentence = useErrors();
  const links = useLinks(own);
  const signUp = useSignUp({ onSuccess });
  const user = useUser();
  if (typeof children === "function") return <>{children(signUp)}</>;

  const { methods, error, retry } = signUp.offered;
  // Until the next page is there, this one may hear of a sign-out.
  const isDone = signUp.done && user;
  const contents = (): ReactNode => {
    if (isDone) return <Outcome>{forms.signUpDone}</Outcome>;
    if (error) return <Failure error={error} onRetry={retry} />;
    if (!methods) return <Loading />;
    const isOpen = methods.password?.signUp === true;
    // Without passwords it is the providers' accounts that people sign up with.
    const isClosed = !isOpen && (methods.password !== undefined || !methods.oauth);
    return (
      <>
        <ReturnedError />
        {isOpen && (
          <PasswordSignUp signUp={signUp} metadata={metadata}>
            {children}
          </PasswordSignUp>
        )}
        {isClosed && !waysIn && <Text>{sentence({ code: "sign_ups_closed", retryAfter: undefined })}</Text>}
        <WaysIn isAlone={!isOpen} isClosed={isClosed} next={next}>
          {waysIn}
        </WaysIn>
      </>
    );
  };
  return (
    <Panel name={forms.signUpTitle} isBusy={!methods && !error} {...panel}>
      {contents()}
      {!isDone && <LinkList links={[[links.signIn, forms.toSignIn]]} />}
    </Panel>
  );
}

interface PasswordSignUpProps extends Pick<SignUpFormProps, "metadata"> {
  readonly signUp: SignUp;
  readonly children: ReactNode;
}

function PasswordSignUp({ signUp, metadata, children }: PasswordSignUpProps): ReactElement {
  const forms = useForms();
  const { methods } = signUp.offered;
  const hasUsername = methods?.username?.signUp === true;
  const send = (data: FormData) =>
    signUp.submit({
      email: textOf(data, "email"),
      password: textOf(data, "password"),
      ...(hasUsername && { username: textOf(data, "username").trim() }),
      ...(metadata && { metadata: metadata(data) }),
    });
  const verbatim = { autoCapitalize: "none", autoCorrect: "off", spellCheck: false, required: true };
  return (
    <Form submission={signUp} onSubmit={send} busy={forms.signUpBusy}>
      {children}
      {hasUsername && (
        <Field
          name="username"
          label={forms.username}
          // The error says the same.
          hint={signUp.error?.code !== "invalid_username" && forms.usernameHint}
          autoComplete="username"
          maxLength={32}
          {...verbatim}
        />
      )}
      <Field
        name="email"
        type="email"
        label={forms.email}
        autoComplete={hasUsername ? "email" : "username"}
        {...verbatim}
      />
      <PasswordField
        name="password"
        label={forms.password}
        hint={fill(forms.passwordHint, { minLength: methods?.password?.minLength ?? 8 })}
        autoComplete="new-password"
        required
      />
      <SubmitButton busy={forms.signUpBusy}>{forms.signUpButton}</SubmitButton>
    </Form>
  );
}

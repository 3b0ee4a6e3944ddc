"use client";

import type { LatchkeyError, User } from "@latchkey/client";
import type { ReactElement, ReactNode } from "react";
import { Field } from "../form/field.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { LinkList } from "../form/link-list.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { PasswordField } from "../form/password-field.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { useLinks } from "../form/use-links.ts";
import type { Links } from "../provider/links.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useUser } from "../session/use-session.ts";
import { ConnectWaiting } from "../social/connect-waiting.tsx";
import { ReturnedError } from "../social/returned-error.tsx";
import { useWaitingLink } from "../social/use-waiting-link.ts";
import { useSignInSteps } from "../ways/use-sign-in-steps.ts";
import { useLikelyWays } from "../ways/use-ways.ts";
import { useSignIn, type SignIn } from "./use-sign-in.ts";
import { WaysIn } from "./ways-in.tsx";

/** Properties of `<SignInForm>`. */
export interface SignInFormProps extends PanelProps {
  /** Called when somebody has signed in: go on to the next page. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** The pages to link to, beside those of the provider. */
  readonly links?: Pick<Links, "signUp" | "forgotPassword"> | undefined;
  /** Where sign-in by a provider leads: a path of this origin. Default: `?next=` of the page, or the server's. */
  readonly next?: string | undefined;
  /** Other ways to sign in, below the form, the passkey and the buttons of providers. */
  readonly waysIn?: ReactNode;
  /**
   * What to show in place of the form after a failure that asks for another step. Default: what the `ways` of the
   * provider have for it, as `secondFactor` has.
   */
  readonly nextStep?: ((error: LatchkeyError) => ReactNode) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<SignIn>;
}

/**
 * Signs in: by e-mail address or user name and password, by the providers that the server offers, and by the `ways` of
 * the provider, such as passkeys. When somebody comes back from a provider with `?error=`, it is said here and has the
 * focus.
 *
 * @example
 * ```tsx
 * import { SignInForm } from "@latchkey/react";
 *
 * <SignInForm onSuccess={() => location.assign("/")} links={{ signUp: "/sign-up" }} />;
 * ```
 */
export function SignInForm(props: SignInFormProps): ReactElement {
  const { onSuccess, links: own, next, waysIn, nextStep, children, ...panel } = props;
  const forms = useForms();
  const links = useLinks(own);
  const steps = useSignInSteps(onSuccess);
  const signIn = useSignIn({ onSuccess: steps.finish, onError: nextStep ? undefined : steps.onError });
  const ways = useLikelyWays();
  const user = useUser();
  const waiting = useWaitingLink();
  const { methods, error } = signIn;
  if (typeof children === "function") return <>{children(signIn)}</>;
  // Until the next page is there, this one may hear of a sign-out.
  if (steps.isDone && user) {
    return (
      <Panel name={forms.signInTitle} {...panel}>
        <Outcome>{forms.signInDone}</Outcome>
      </Panel>
    );
  }
  if (steps.next) {
    const { Step, error: asked } = steps.next;
    return <Step error={asked} onSuccess={steps.finish} onCancel={steps.leave} {...panel} />;
  }

  if (user && waiting && !signIn.pending) {
    return (
      <Panel name={forms.signInTitle} {...panel}>
        <ReturnedError />
        <ConnectWaiting provider={waiting} user={user} onSuccess={onSuccess} />
      </Panel>
    );
  }

  const step = error && nextStep?.(error);
  const buttons = ways.map(
    ({ SignIn: Button }, at) => Button && <Button key={at} onSuccess={steps.finish} onError={steps.onError} />,
  );
  // Until the server has said what it offers, most have passwords, and most links lead somewhere.
  const hasPassword = !methods || methods.password !== undefined;
  const canSignUp = !methods || methods.password?.signUp;
  const canReset = !methods || methods.passwordReset !== undefined;
  return (
    <Panel name={forms.signInTitle} {...panel}>
      <ReturnedError />
      {step || (hasPassword && <PasswordSignIn signIn={signIn}>{children}</PasswordSignIn>)}
      {!step && (
        <WaysIn isAlone={!hasPassword} next={next} own={buttons}>
          {waysIn}
        </WaysIn>
      )}
      <LinkList
        links={[
          [canReset && links.forgotPassword, forms.toForgot],
          [canSignUp && links.signUp, forms.toSignUp],
        ]}
      />
    </Panel>
  );
}

function PasswordSignIn({ signIn, children }: { readonly signIn: SignIn; readonly children: ReactNode }): ReactElement {
  const forms = useForms();
  const send = (data: FormData) =>
    signIn.submit({ identifier: textOf(data, "identifier"), password: textOf(data, "password") });
  return (
    <Form submission={signIn} onSubmit={send} busy={forms.signInBusy}>
      <Field
        name="identifier"
        label={signIn.methods?.username ? forms.emailOrUsername : forms.email}
        inputMode="email"
        // "webauthn" lets the browser offer passkeys here too, once a script asks for them.
        autoComplete="username webauthn"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
      />
      <PasswordField name="password" label={forms.password} autoComplete="current-password" required />
      {children}
      <SubmitButton busy={forms.signInBusy}>{forms.signInButton}</SubmitButton>
    </Form>
  );
}

"use client";

import type { JsonObject, User } from "@latchkey/client";
import { useState, type ReactElement, type ReactNode } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Failure } from "../form/failure.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { LinkList } from "../form/link-list.tsx";
import { Loading } from "../form/loading.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { Text } from "../form/text.tsx";
import { useLinks } from "../form/use-links.ts";
import type { Links } from "../provider/links.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useUser } from "../session/use-session.ts";
import { ReturnedError } from "../social/returned-error.tsx";
import { useSignInSteps } from "../ways/use-sign-in-steps.ts";
import { PasswordSignUp } from "./password-sign-up.tsx";
import { useWays } from "../ways/use-ways.ts";
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
  /** Other ways to sign up, below the form, the passkey and the buttons of providers. */
  readonly waysIn?: ReactNode;
  /** Makes the metadata of the new user from what has been typed, if the form has more fields. */
  readonly metadata?: ((data: FormData) => JsonObject) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<SignUp>;
}

/**
 * Creates an account, as far as the server takes new ones: by a password, by the providers that the server offers, and
 * by the `ways` of the provider, such as passkeys.
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
  const steps = useSignInSteps(onSuccess);
  const signUp = useSignUp({ onSuccess: steps.finish, onError: steps.onError });
  const ways = useWays().flatMap(({ signUp: way }) => way ?? []);
  const [chosen, setChosen] = useState<(typeof ways)[number] | null>(null);
  const user = useUser();
  if (typeof children === "function") return <>{children(signUp)}</>;

  const { methods, error, retry } = signUp.offered;
  // Until the next page is there, this one may hear of a sign-out.
  const isDone = steps.isDone && user;
  // An account that needs a second factor is there, and nobody is signed in to it yet.
  if (steps.next && !isDone) {
    const { Step, error: asked } = steps.next;
    return <Step error={asked} onSuccess={steps.finish} onCancel={steps.leave} {...panel} />;
  }
  const contents = (): ReactNode => {
    if (isDone) return <Outcome>{forms.signUpDone}</Outcome>;
    if (error) return <Failure error={error} onRetry={retry} />;
    if (!methods) return <Loading />;
    const isOpen = methods.password?.signUp === true;
    // Without passwords it is the providers' accounts that people sign up with.
    const isClosed = !isOpen && (methods.password !== undefined || !methods.oauth);
    const choices = isOpen ? [null, ...ways].filter((way) => way !== chosen) : [];
    const buttons = choices.map((way) => (
      <ActionButton key={way?.label ?? ""} onPress={() => setChosen(way)}>
        {forms[way?.label ?? "signUpWithPassword"]}
      </ActionButton>
    ));
    return (
      <>
        <ReturnedError />
        {isOpen &&
          (chosen ? (
            <chosen.Form metadata={metadata} onSuccess={steps.finish} onError={steps.onError}>
              {children}
            </chosen.Form>
          ) : (
            <PasswordSignUp signUp={signUp} metadata={metadata}>
              {children}
            </PasswordSignUp>
          ))}
        {isClosed && !waysIn && <Text>{sentence({ code: "sign_ups_closed", retryAfter: undefined })}</Text>}
        <WaysIn isAlone={!isOpen} isClosed={isClosed} next={next} own={buttons}>
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

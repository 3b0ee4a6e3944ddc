"use client";

import type { User } from "@latchkey/client";
import type { ReactElement, ReactNode } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Field } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { LinkList } from "../form/link-list.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useLinks } from "../form/use-links.ts";
import type { Links } from "../provider/links.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useSignInSteps } from "../ways/use-sign-in-steps.ts";
import { MailCodeField } from "./mail-code-field.tsx";
import { useMailSignIn, type MailSignIn } from "./use-mail-sign-in.ts";

/** Properties of `<MailSignInForm>`. */
export interface MailSignInFormProps extends PanelProps {
  /** The token of the mail. Default: that of the page's address, from `#…` or `?token=…`. */
  readonly token?: string | undefined;
  /** Called when somebody has signed in: go on to the next page. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** The page to link to, beside those of the provider. */
  readonly links?: Pick<Links, "signIn"> | undefined;
  /** A function that shows the form in its own way. */
  readonly children?: ((signIn: MailSignIn) => ReactNode) | undefined;
}

/**
 * Signs in by mail: takes an address, and then the code. On the page behind the link of the mail, which can be the same
 * page, it shows a button, which spends the link.
 *
 * @example
 * ```tsx
 * import { MailSignInForm } from "@latchkey/react";
 *
 * <MailSignInForm onSuccess={() => location.assign("/")} links={{ signIn: "/sign-in" }} />;
 * ```
 */
export function MailSignInForm(props: MailSignInFormProps): ReactElement {
  const { token, onSuccess, links: own, children, ...panel } = props;
  const forms = useForms();
  const links = useLinks(own);
  const steps = useSignInSteps(onSuccess);
  const signIn = useMailSignIn({ token, onSuccess: steps.finish, onError: steps.onError });
  if (children) return <>{children(signIn)}</>;
  // The mail is used, and a second factor is still asked for.
  if (steps.next && !steps.isDone) {
    const { Step, error } = steps.next;
    return <Step error={error} onSuccess={steps.finish} onCancel={steps.leave} {...panel} />;
  }
  const Contents = STEPS[signIn.step];
  return (
    <Panel name={forms.mailSignInTitle} {...panel}>
      {steps.isDone ? <Outcome>{forms.signInDone}</Outcome> : <Contents {...signIn} />}
      {!steps.isDone && <LinkList links={[[links.signIn, forms.backToSignIn]]} />}
    </Panel>
  );
}

const STEPS = { address: AddressStep, code: CodeStep, link: LinkStep };

function AddressStep({ request }: MailSignIn): ReactElement {
  const forms = useForms();
  return (
    <>
      <Text>{forms.mailSignInText}</Text>
      <Form
        submission={request}
        onSubmit={(data) => request.submit({ email: textOf(data, "email") })}
        busy={forms.mailSignInBusy}
      >
        <Field name="email" type="email" label={forms.email} autoComplete="username" spellCheck={false} required />
        <SubmitButton busy={forms.mailSignInBusy}>{forms.mailSignInButton}</SubmitButton>
      </Form>
    </>
  );
}

function CodeStep({ enter, again }: MailSignIn): ReactElement {
  const forms = useForms();
  return (
    <>
      <Outcome>{forms.mailSignInDone}</Outcome>
      <Form
        submission={enter}
        onSubmit={(data) => enter.submit({ code: textOf(data, "code") })}
        busy={forms.signInBusy}
      >
        <MailCodeField label={forms.mailSignInCode} />
        <SubmitButton busy={forms.signInBusy}>{forms.signInButton}</SubmitButton>
      </Form>
      <ActionButton onPress={again}>{forms.mailSignInAgain}</ActionButton>
    </>
  );
}

/** A button, which spends the token: programs that look through mails open links, but press no buttons. */
function LinkStep({ follow, again }: MailSignIn): ReactElement {
  const forms = useForms();
  return (
    <>
      <Text>{forms.mailSignInLinkText}</Text>
      <Form submission={follow} onSubmit={() => follow.submit()} busy={forms.signInBusy}>
        <SubmitButton busy={forms.signInBusy}>{forms.signInButton}</SubmitButton>
      </Form>
      {follow.error && <ActionButton onPress={again}>{forms.mailSignInAgain}</ActionButton>}
    </>
  );
}

import type { ReactElement, ReactNode } from "react";
import { Form } from "../form/form.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { PasswordField } from "../form/password-field.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useLinks } from "../form/use-links.ts";
import { DeadLink } from "../mailed-token/dead-link.tsx";
import type { Links } from "../provider/links.ts";
import { useForms } from "../sentences/use-forms.ts";
import type { MailProofSubmission } from "./use-mail-proof.ts";

/** Properties of `<VerifyEmail>` and `<ConfirmEmail>`, but for their children. */
export interface MailProofProps extends PanelProps {
  /** The token of the mail. Default: that of the page's address, from `?token=…` or `#…`. */
  readonly token?: string | undefined;
  /** The page to link to, beside those of the provider: a new link is asked for there. */
  readonly links?: Pick<Links, "account"> | undefined;
}

interface MailProofFormProps extends PanelProps {
  readonly proof: MailProofSubmission;
  readonly texts: Readonly<Record<"title" | "text" | "button" | "busy" | "done", string>>;
  readonly links: MailProofProps["links"];
  readonly children: ReactNode;
}

/** A button, which spends the token: programs that look through mails open links, but press no buttons. */
export function MailProofForm({ proof, texts, links: own, children, ...panel }: MailProofFormProps): ReactElement {
  const forms = useForms();
  const links = useLinks(own);
  const contents = () => {
    if (proof.done) return <Outcome>{texts.done}</Outcome>;
    if (proof.isDead) return <DeadLink newLink={links.account} />;
    return (
      <>
        <Text>{proof.needsPassword ? forms.proofText : texts.text}</Text>
        <Form
          submission={proof}
          onSubmit={(data) => proof.submit({ password: textOf(data, "password") || undefined })}
          busy={texts.busy}
        >
          {proof.needsPassword && (
            <PasswordField
              name="password"
              label={forms.password}
              autoComplete="current-password"
              required
              // The button was pressed, and this is what is asked for next.
              autoFocus
            />
          )}
          {children}
          <SubmitButton busy={texts.busy}>{texts.button}</SubmitButton>
        </Form>
      </>
    );
  };
  return (
    <Panel name={texts.title} {...panel}>
      {contents()}
    </Panel>
  );
}

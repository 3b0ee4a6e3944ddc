import { UntoldOwnerError, reasonOf } from "../log.ts";
import type { Workplace } from "./command.ts";
import type { MailOutcome } from "./owner-mails.ts";

const SENTENCES: Readonly<Record<Exclude<MailOutcome, "failed">, string>> = {
  sent: "A mail tells the owner.",
  not_sent: "No mail was sent, since nothing here sends mails: tell the owner.",
  disabled: "No mail was sent, since the account is disabled.",
};

/**
 * Says what a command has done, and whether a mail tells the owner.
 *
 * @throws UntoldOwnerError it was done, but the mail could not be sent
 */
export async function reportMail({ mails, out }: Workplace, done: string): Promise<void> {
  const { mail, error } = await mails.settle();
  if (out.isJson) out.show({ mail });
  if (mail !== "failed") return out.say(`${done} ${SENTENCES[mail]}`);
  out.say(done);
  throw new UntoldOwnerError(
    `It is done, but the mail to the owner was not sent (${reasonOf(error)}): tell the owner.`,
  );
}

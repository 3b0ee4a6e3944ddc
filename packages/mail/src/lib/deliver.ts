import type { User } from "@latchkey/core";
import type { Letter } from "./letters/letter.ts";
import { oneLine, voiceOf, type Voice } from "./letters/voice.ts";
import { isAddress } from "./mailbox.ts";
import type { Message } from "./message.ts";
import type { Settings } from "./options.ts";

/** To whom a letter goes. */
export interface Recipient {
  /** `null`: there is no account yet. */
  readonly user: User<unknown> | null;
  /** The address. It may be another than the user's. */
  readonly to: string;
}

/** Writes a letter in the language of the user, and sends it. @throws what the transport throws */
export async function deliver(
  settings: Settings,
  { user, to }: Recipient,
  write: (voice: Voice) => Letter,
): Promise<void> {
  const letter = write(voiceOf(settings.localeFor(user), settings.service));
  await settings.transport.send(messageOf(settings, to, letter));
}

/** @throws TypeError for an address that is none: core gives no such address, but a header must not depend on it */
function messageOf({ from, host, layout, now }: Settings, to: string, letter: Letter): Message {
  if (!isAddress(to)) throw new TypeError("A mail goes to one address, and this is none");
  return {
    from,
    to,
    subject: oneLine(letter.subject),
    ...layout(letter),
    messageId: `<${crypto.randomUUID()}@${host}>`,
    date: new Date(now()),
    // RFC 3834 §5: so that no holiday notice comes back.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

import { deviceName } from "@latchkey/locales/fill";
import type { Letter } from "./letter.ts";
import type { SentenceKey, Voice } from "./voice.ts";

/** What happened, and from where. */
export interface Happening {
  /** The address of the account. */
  readonly email: string;
  readonly at: Date;
  /** The user agent, or `null`. */
  readonly agent: string | null;
  /** The IP address, or `null`. */
  readonly address: string | null;
  /** The page to go to. `null`: there is none. */
  readonly url: string | null;
}

/** To the old address: the account has a new one. */
export function emailChangedLetter(
  { say, letter }: Voice,
  { newEmail, previousEmail }: { readonly newEmail: string; readonly previousEmail: string },
): Letter {
  return letter({
    subject: say("emailChangedSubject"),
    text: say("emailChangedText", { newEmail, previousEmail }),
    notes: [say("emailChangedNotYou")],
  });
}

/** Somebody signed in on a device that was not signed in. */
export function newDeviceLetter(voice: Voice, happening: Happening): Letter {
  const { say, button, letter } = voice;
  return letter({
    subject: say("newDeviceSubject"),
    text: say("newDeviceText"),
    details: detailsOf(voice, happening),
    button: button("newDeviceButton", happening.url === null ? null : { url: happening.url }),
    notes: [say("newDeviceNotYou"), say("reason", { email: happening.email })],
  });
}

/** The password is a new one. */
export function passwordChangedLetter(voice: Voice, happening: Happening): Letter {
  const { say, button, letter } = voice;
  return letter({
    subject: say("passwordChangedSubject"),
    text: say("passwordChangedText"),
    details: detailsOf(voice, happening),
    button: button("passwordChangedButton", happening.url === null ? null : { url: happening.url }),
    notes: [say("passwordChangedNotYou"), say("reason", { email: happening.email })],
  });
}

/** An account at a provider can be used to sign in from now on. */
export function identityLinkedLetter(voice: Voice, happening: Happening): Letter {
  return identityLetter(voice, happening, { subject: "identityLinkedSubject", text: "identityLinkedText" });
}

/** An account at a provider can no longer be used to sign in. */
export function identityUnlinkedLetter(voice: Voice, happening: Happening): Letter {
  return identityLetter(voice, happening, { subject: "identityUnlinkedSubject", text: "identityUnlinkedText" });
}

function identityLetter(
  voice: Voice,
  happening: Happening,
  { subject, text }: { readonly subject: SentenceKey; readonly text: SentenceKey },
): Letter {
  const { say, button, letter } = voice;
  return letter({
    subject: say(subject),
    text: say(text),
    details: detailsOf(voice, happening),
    button: button("identityButton", happening.url === null ? null : { url: happening.url }),
    notes: [say("identityNotYou"), say("reason", { email: happening.email })],
  });
}

/** The kinds of notices that tell of a passkey or of the second factor. */
const WAYS = {
  passkeyAdded: { subject: "passkeyAddedSubject", text: "passkeyAddedText", notYou: "passkeyNotYou" },
  passkeyDeleted: { subject: "passkeyDeletedSubject", text: "passkeyDeletedText", notYou: "passkeyNotYou" },
  factorEnabled: { subject: "factorEnabledSubject", text: "factorEnabledText", notYou: "factorNotYou" },
  factorDisabled: { subject: "factorDisabledSubject", text: "factorDisabledText", notYou: "factorNotYou" },
  recoveryCodeUsed: { subject: "recoveryCodeUsedSubject", text: "recoveryCodeUsedText", notYou: "factorNotYou" },
} as const satisfies Record<string, Readonly<Record<"subject" | "text" | "notYou", SentenceKey>>>;

/** A passkey was added or deleted, the second factor was turned on or off, or a recovery code was used. */
export function wayLetter(kind: keyof typeof WAYS): (voice: Voice, happening: Happening) => Letter {
  const { subject, text, notYou } = WAYS[kind];
  return (voice, happening) => {
    const { say, button, letter } = voice;
    return letter({
      subject: say(subject),
      text: say(text),
      details: detailsOf(voice, happening),
      button: button("identityButton", happening.url === null ? null : { url: happening.url }),
      notes: [say(notYou), say("reason", { email: happening.email })],
    });
  };
}

function detailsOf({ say, time }: Voice, { at, agent, address }: Happening): Letter["details"] {
  const device = deviceName(agent, say("detailsDeviceName", { browser: "{browser}", system: "{system}" }));
  // A proxy may give what a client wrote: only what looks like an IP address goes into a mail.
  const isAddress = address !== null && /^[\da-f.:]{3,45}$/i.test(address);
  return [
    [say("detailsTime"), time(at)],
    [say("detailsDevice"), device ?? say("detailsDeviceUnknown")],
    ...(isAddress ? [[say("detailsAddress"), address] as const] : []),
  ];
}

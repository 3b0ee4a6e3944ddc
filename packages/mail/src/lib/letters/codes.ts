import { duration } from "@latchkey/locales/fill";
import type { Letter } from "./letter.ts";
import type { LetterLink } from "./links.ts";
import type { Voice } from "./voice.ts";

/** To somebody who signs in by mail: the link, and the code. */
export function signInLetter(
  { say, button, letter }: Voice,
  { email, code, link }: { readonly email: string; readonly code: string; readonly link: LetterLink },
): Letter {
  return letter({
    subject: say("signInSubject"),
    text: say("signInText"),
    details: [[say("signInCode"), code]],
    button: button("signInButton", link),
    notes: [say("signInNotYou"), say("reason", { email })],
  });
}

/** The same to somebody who has no account yet. */
export function signUpLetter(
  { say, button, letter }: Voice,
  { email, code, link }: { readonly email: string; readonly code: string; readonly link: LetterLink },
): Letter {
  return letter({
    subject: say("signUpSubject"),
    text: say("signUpText", { email }),
    details: [[say("signInCode"), code]],
    button: button("signUpButton", link),
    notes: [say("signInNotYou")],
  });
}

/** To somebody who is signed in and proves it once more: a code. `seconds`: for how long it is valid. */
export function proofLetter(
  { say, letter, locale }: Voice,
  { email, code, seconds }: { readonly email: string; readonly code: string; readonly seconds: number },
): Letter {
  return letter({
    subject: say("proofSubject"),
    text: say("proofText"),
    details: [[say("signInCode"), code]],
    notes: [say("codeLifetime", { duration: duration(locale, seconds) }), say("proofNotYou"), say("reason", { email })],
  });
}

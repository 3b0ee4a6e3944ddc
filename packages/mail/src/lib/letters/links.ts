import type { Letter } from "./letter.ts";
import type { Voice } from "./voice.ts";

/** A link that a letter is about. */
export interface LetterLink {
  /** Where it leads, with the token. */
  readonly url: string;
  /** For how many seconds it is valid. */
  readonly seconds: number;
}

/** To an address that somebody signed up with: please confirm it. */
export function verificationLetter({ say, button, letter }: Voice, email: string, link: LetterLink): Letter {
  return letter({
    subject: say("verificationSubject"),
    text: say("verificationText", { email }),
    button: button("verificationButton", link),
    notes: [say("verificationNotYou")],
  });
}

/** To somebody who forgot the password: choose a new one. */
export function resetLetter({ say, button, letter }: Voice, email: string, link: LetterLink): Letter {
  return letter({
    subject: say("resetSubject"),
    text: say("resetText"),
    button: button("resetButton", link),
    notes: [say("resetNotYou"), say("reason", { email })],
  });
}

/** To an address that an account shall change to: please confirm it. */
export function emailChangeLetter({ say, button, letter }: Voice, newEmail: string, link: LetterLink): Letter {
  return letter({
    subject: say("emailChangeSubject"),
    text: say("emailChangeText", { newEmail }),
    button: button("emailChangeButton", link),
    notes: [say("emailChangeNotYou")],
  });
}

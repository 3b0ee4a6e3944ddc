import { passkeysSection, type PasskeyTools } from "../account/passkeys.ts";
import { drawPasskeyButton } from "../forms/passkey-button.ts";
import { passkeyScript } from "../forms/passkey-script.ts";
import type { Part } from "./part.ts";

/** Passkeys: a button on the pages to sign in and up, and a section of the account. */
export function passkeysPart(tools: PasskeyTools): Part {
  return {
    sections: [passkeysSection(tools)],
    scripts: [passkeyScript()],
    wayInNeedsScript: true,
    wayIn: (visit, page) =>
      drawPasskeyButton(visit, {
        kind: page,
        button: page === "sign-in" ? visit.locale.forms.signInWithPasskey : visit.locale.forms.signUpWithPasskey,
        to: visit.arrival(page === "sign-up" ? "signed-up" : undefined),
      }),
  };
}

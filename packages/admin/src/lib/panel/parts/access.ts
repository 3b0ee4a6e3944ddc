import { fill } from "@latchkey/locales";
import { html, type Attempt, type Html } from "@latchkey/pages";
import { drawForm, folded } from "@latchkey/pages/blocks";
import { isOffered } from "../../api/admin-routes.ts";
import type { Person } from "../../people/person.ts";
import type { Desk } from "../desk.ts";
import { partOf } from "../frame.ts";
import { drawButton, refusalOf } from "./button.ts";

const NAMES = ["verify", "send-verification", "send-reset", "unlock", "disable", "enable"];

/** How the user gets in, and keeping the user out. */
export function accessPart(desk: Desk, { user }: Person, attempt: Attempt | null): Html {
  const { admin, say, isProved } = desk;
  const button = (does: string, text: string) => drawButton(desk, { does, button: text });
  const offers = (name: string) => isOffered(admin, name);
  return partOf(
    "access",
    say.accessTitle,
    html`${refusalOf(desk, attempt, NAMES)}
      <div class="row">
        ${!user.emailVerified && isProved && button("verify", say.verifyButton)}
        ${
          !user.emailVerified &&
          !user.disabled &&
          offers("send-verification") &&
          button("send-verification", say.sendVerificationButton)
        }
        ${!user.disabled && offers("send-reset") && button("send-reset", say.sendResetButton)}
        ${button("unlock", say.unlockButton)}
      </div>
      ${isProved && drawPassword(desk, attempt)}
      ${
        isProved &&
        (user.disabled
          ? html`<div class="row">${button("enable", say.enableButton)}</div>`
          : folded(
              { summary: say.disableButton, isOpen: false },
              html`<p>${say.disableText}</p>
                ${drawButton(desk, { does: "disable", button: say.disableButton, look: "danger" })}`,
            ))
      }`,
  );
}

function drawPassword(desk: Desk, attempt: Attempt | null): Html {
  const { admin, say, visit } = desk;
  const { account } = visit.locale;
  const own = attempt?.form.text("action") === "password" ? attempt : null;
  const { minLength } = admin.auth.passwordPolicy;
  const { alert, fields } = drawForm(visit.locale, {
    id: "password",
    attempt: own,
    fields: {
      password: {
        label: account.newPassword,
        hint: fill(account.passwordHint, { minLength }),
        type: "password",
        autocomplete: "new-password",
        minLength,
      },
    },
  });
  return folded(
    { summary: say.setPasswordTitle, isOpen: own !== null },
    html`${alert}
      <p>${say.setPasswordText}</p>
      ${drawButton(desk, { does: "password", button: say.setPasswordButton, look: undefined }, fields.password)}`,
  );
}

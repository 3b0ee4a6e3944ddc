import { html, type Form } from "@latchkey/pages";
import { drawForm, drawFormElement, sessionToken } from "@latchkey/pages/blocks";
import type { Desk, PanelPage } from "./desk.ts";
import { frameOf } from "./frame.ts";

/** Where an administrator proves by the password to be the one, and goes back to where the proof was needed. */
export const proofPage: PanelPage = {
  path: "/proof",
  async open(desk) {
    const { visit, isProved } = desk;
    const { locale, link, next } = visit;
    if (isProved && !visit.isSubmitted) return { redirectTo: next ?? link("/users") };
    return {
      draw(attempt) {
        const { account } = locale;
        const { alert, fields } = drawForm(locale, {
          id: "proof",
          attempt,
          fields: {
            password: { label: account.proofPassword, type: "password", autocomplete: "current-password" },
          },
          places: { invalid_credentials: "password" },
          sentences: { invalid_credentials: account.currentPasswordWrong },
        });
        const form = { action: link("/proof"), hidden: { next }, button: account.proofButton };
        return frameOf(desk, {
          title: account.proofTitle,
          place: "none",
          body: html`<section>
            ${alert}
            <p>${account.proofText}</p>
            ${drawFormElement(form, fields.password)}
          </section>`,
        });
      },
    };
  },
  async submit(desk, form) {
    await prove(desk, form);
    return { redirectTo: desk.visit.next ?? desk.visit.link("/users") };
  },
};

async function prove({ admin, visit: { context } }: Desk, form: Form): Promise<void> {
  await admin.proof.prove(sessionToken(context), { password: form.required("password") }, context.client);
}

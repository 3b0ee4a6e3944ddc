import { html, type Attempt, type Form } from "@latchkey/pages";
import { drawForm, drawFormElement } from "@latchkey/pages/blocks";
import { readAppMetadata } from "../people/app-metadata.ts";
import { toProof, type Desk, type PanelPage } from "./desk.ts";
import { frameOf } from "./frame.ts";
import { jsonField, jsonProblem, readJsonField } from "./json-field.ts";

const PATH = "/users/new";

/** A new user. */
export const newUserPage: PanelPage = {
  path: PATH,
  async open(desk) {
    return {
      draw: (attempt) =>
        frameOf(desk, {
          title: desk.say.createTitle,
          place: "users",
          waitsForProof: true,
          body: html`${desk.isProved && html`<section>${drawNew(desk, attempt)}</section>`}`,
        }),
    };
  },
  async submit(desk, form) {
    if (!desk.isProved) return { redirectTo: toProof(desk) };
    const { id } = await create(desk, form);
    return { redirectTo: desk.visit.link(`/users/${id}`, { done: "created" }) };
  },
};

async function create({ admin, people }: Desk, form: Form) {
  const appMetadata = await readAppMetadata(admin, readJsonField(form));
  return people.create({
    email: form.required("email"),
    username: form.text("username") || undefined,
    password: form.text("password") || undefined,
    emailVerified: form.text("emailVerified") !== "",
    appMetadata,
  });
}

function drawNew({ visit, say }: Desk, attempt: Attempt | null) {
  const { locale, link } = visit;
  const problem = jsonProblem(say, attempt);
  const { alert, fields } = drawForm(locale, {
    id: "new",
    attempt,
    fields: {
      email: { label: locale.account.email, type: "email", autocomplete: "off" },
      username: { label: locale.account.username, hint: say.usernameHint, autocomplete: "off", isOptional: true },
      password: {
        label: say.password,
        hint: say.passwordHint,
        type: "password",
        autocomplete: "new-password",
        isOptional: true,
      },
      appMetadata: jsonField(say, undefined),
    },
    ...problem,
    places: { user_exists: "email", ...problem.places },
  });
  const verified = html`<fieldset>
    <label
      ><input
        type="checkbox"
        name="emailVerified"
        value="yes"
        ${attempt?.form.text("emailVerified") && html` checked`}
      />
      ${say.markVerified}</label
    >
  </fieldset>`;
  const { email, username, password, appMetadata } = fields;
  return html`${alert}${drawFormElement({ action: link(PATH), button: say.createButton }, [
    email,
    verified,
    username,
    password,
    appMetadata,
  ])}`;
}

import type { MailSignIn } from "@latchkey/core/mail-sign-in";
import { carriedTicket, type RedirectReply } from "@latchkey/http";
import { drawFormElement } from "../forms/form-element.ts";
import { drawForm, noteOf } from "../forms/form-fields.ts";
import { mailCodeField } from "../forms/mail-code.ts";
import type { Content } from "../html/document.ts";
import { html, type Html } from "../html/html.ts";
import { scriptOf } from "../html/script.ts";
import type { Form } from "../request/form.ts";
import type { Attempt, Page } from "../request/page.ts";
import type { Visit } from "../request/visit.ts";
import type { Social } from "../social.ts";
import { mailedToken } from "./mailed-token.ts";
import type { Part } from "./part.ts";
import { finishLink, waitingLink, waitingQuery } from "./waiting-link.ts";

const PATH = "/mail-sign-in";
/** The name that the routes give the ticket of this browser. */
const TICKET = "mail-sign-in";
/** The longest a ticket can be good, in seconds: what the ticket says decides. */
const LIFETIME_S = 1800;

/**
 * The token stands in the fragment, which no server sees: the script puts it into a form, and the button sends it. A
 * browser without scripts shows the form for the code, which says that the code will do.
 */
const SCRIPT = scriptOf(`
const show = () => {
  const fragment = location.hash.slice(1);
  const token = new URLSearchParams(fragment).get("token");
  document.getElementById("by-link").hidden = !token;
  document.getElementById("by-code").hidden = Boolean(token);
  document.forms["link"].elements["token"].value = token;
};
document.getElementById("no-script").hidden = true;
addEventListener("hashchange", show);
show();
`);

interface Tools {
  readonly mailSignIn: MailSignIn;
  readonly social: Social | undefined;
}

/** Signing in by a mail, which has a link and a code. */
export function mailSignInPart(mailSignIn: MailSignIn, social: Social | undefined): Part {
  return {
    pages: [mailSignInPage({ mailSignIn, social })],
    wayIn: (visit) =>
      html`<a class="button plain" href="${addressOf(visit, social)}">${visit.locale.forms.mailSignInTitle}</a>`,
  };
}

/** One page for all of it. Whoever is signed in sees it, too: the server does not know whether there is a link. */
function mailSignInPage(tools: Tools): Page {
  const { mailSignIn, social } = tools;
  return {
    path: PATH,
    async open(visit) {
      const hasAsked = carriedTicket(visit.context, TICKET).read() !== undefined;
      return { draw: (attempt) => draw(visit, { tools, attempt, hasAsked }) };
    },
    async submit(visit, form) {
      const { context } = visit;
      const carried = carriedTicket(context, TICKET);
      const step = form.text("step");
      if (step === "link" || step === "code") return confirm(visit, tools, form);
      const input = { email: form.required("email"), ticket: carried.read() };
      const { ticket } = await mailSignIn.request(input, context.client);
      return {
        redirectTo: addressOf(visit, social, { done: "sent" }),
        setCookie: [carried.set(ticket, LIFETIME_S)],
      };
    },
  };
}

async function confirm(visit: Visit, { mailSignIn, social }: Tools, form: Form): Promise<RedirectReply> {
  const { context } = visit;
  const carried = carriedTicket(context, TICKET);
  const input =
    form.text("step") === "link"
      ? { token: mailedToken(form) }
      : { code: form.required("code"), ticket: carried.read() };
  const signedIn = await mailSignIn.confirm(input, context.client, context.opening);
  const setCookie = [...context.sessionCookie(signedIn), ...carried.cleared];
  const provider = waitingLink(visit, social);
  if (social && provider) return finishLink(visit, { social, provider, token: signedIn.token, setCookie });
  return { redirectTo: visit.arrival(), setCookie };
}

/** The path of the page, with what was under way before. */
function addressOf(visit: Visit, social: Social | undefined, query: Readonly<Record<string, string>> = {}): string {
  return visit.link(PATH, { next: visit.next, ...waitingQuery(waitingLink(visit, social)), ...query });
}

interface Drawing {
  readonly tools: Tools;
  readonly attempt: Attempt | null;
  readonly hasAsked: boolean;
}

function draw(visit: Visit, { tools: { social }, attempt, hasAsked }: Drawing): Content {
  const { locale, link, next, query } = visit;
  const { forms } = locale;
  const action = addressOf(visit, social);
  const step = attempt?.form.text("step") ?? "";
  const isOver = attempt?.error.code === "flow_expired";
  const asksCode = step === "code" ? !isOver : step === "" && hasAsked && query("again") === "";
  const again = addressOf(visit, social, { again: "yes" });
  const back = html`<li><a href="${link("/sign-in", { next })}">${forms.backToSignIn}</a></li>`;
  const parts = { visit, attempt, action };
  const sent = asksCode && !attempt && query("done") === "sent" && noteOf(forms.mailSignInDone);
  return {
    title: forms.mailSignInTitle,
    scripts: [SCRIPT],
    body: html`<div class="step" id="by-link" hidden>${drawLink(parts)}</div>
      <div class="step" id="by-code">
        ${sent}${asksCode ? drawCode(parts) : drawAddress(parts)}
        <p class="hint" id="no-script">${forms.mailSignInNoScript}</p>
      </div>
      <ul class="links">
        ${asksCode && html`<li><a href="${again}">${forms.mailSignInAgain}</a></li>`}${back}
      </ul>`,
  };
}

interface Parts {
  readonly visit: Visit;
  readonly attempt: Attempt | null;
  readonly action: string;
}

function drawLink({ visit: { locale, next }, action }: Parts): Html {
  const { forms } = locale;
  const form = drawFormElement({
    action,
    name: "link",
    hidden: { step: "link", token: "", next },
    button: forms.signInButton,
  });
  return html`<p>${forms.mailSignInLinkText}</p>
    ${form}`;
}

function drawCode({ visit: { locale, next }, attempt, action }: Parts): Html {
  const { forms } = locale;
  const { alert, fields } = drawForm(locale, {
    id: "code",
    attempt,
    fields: { code: mailCodeField(locale, forms.mailSignInCode) },
  });
  const element = { action, hidden: { step: "code", next }, button: forms.signInButton };
  return html`${alert} ${drawFormElement(element, fields.code)}`;
}

function drawAddress({ visit: { locale, next }, attempt, action }: Parts): Html {
  const { forms } = locale;
  const { alert, fields } = drawForm(locale, {
    id: "mail",
    attempt,
    fields: { email: { label: forms.email, type: "email", autocomplete: "username" } },
  });
  const element = { action, hidden: { step: "address", next }, button: forms.mailSignInButton };
  return html`${alert}
    <p>${forms.mailSignInText}</p>
    ${drawFormElement(element, fields.email)}`;
}

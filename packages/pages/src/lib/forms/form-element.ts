import { html, type Html, type HtmlValue } from "../html/html.ts";

/** A form that sends itself by POST. */
export interface FormElement {
  /** The path it is sent to, by `visit.link`. */
  readonly action: string;
  /** The name by which a script finds it: `document.forms[name]`. Default: none. */
  readonly name?: string | undefined;
  /** What it sends beside its fields. A value that is `null` is left out. */
  readonly hidden?: Readonly<Record<string, string | null>> | undefined;
  /** What is on its button. */
  readonly button: string;
  /** For a screen reader that reads the button alone: which device it is about, say. It begins like `button`. */
  readonly buttonLabel?: string | undefined;
  /** Default: the button for what most people want here. */
  readonly look?: "plain" | "danger" | undefined;
  /** What stands below its button: other ways to send it. Default: nothing. */
  readonly below?: HtmlValue;
}

/**
 * Draws a form with one button.
 *
 * @param body fields, and what stands between them
 * @example
 * ```ts
 * import { drawFormElement } from "@latchkey/pages/blocks";
 *
 * drawFormElement({ action: "/auth/newsletter", button: "Subscribe" });
 * ```
 */
export function drawFormElement(element: FormElement, body: HtmlValue = null): Html {
  const { action, name: formName, hidden = {}, button, buttonLabel, look, below } = element;
  const inputs = Object.entries(hidden).map(
    ([name, value]) => value !== null && html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="${action}"${formName !== undefined && html` name="${formName}"`}>
${inputs}${body}
<button${[
    look !== undefined && html` class="${look}"`,
    buttonLabel !== undefined && html` aria-label="${buttonLabel}"`,
  ]}>${button}</button>
${below}</form>`;
}

import { html, type Html } from "../html/html.ts";

/** One field of a form. */
export interface Field {
  /** What stands above it. */
  readonly label: string;
  /** Default `"text"`. What is typed into a password field is never shown again. */
  readonly type?: "text" | "email" | "password" | undefined;
  /** What browsers and password managers may fill in (HTML, "Autofill"). */
  readonly autocomplete:
    | "username"
    | "username webauthn"
    | "email"
    | "current-password"
    | "new-password"
    | "one-time-code"
    | "off";
  /** What stands below it. */
  readonly hint?: string | undefined;
  /** What is in it at first. Default: nothing. */
  readonly value?: string | undefined;
  /** Whether it may stay empty. Default `false`. */
  readonly isOptional?: boolean | undefined;
  /** So many lines, for longer text. Default: one line. */
  readonly rows?: number | undefined;
  /** The keyboard of a phone. Default: by the type. */
  readonly inputMode?: "numeric" | undefined;
  /** The fewest characters. */
  readonly minLength?: number | undefined;
  /** The most characters. */
  readonly maxLength?: number | undefined;
}

/** What one field shows now. */
export interface FieldState {
  /** An id that no other element of the page has. */
  readonly id: string;
  readonly name: string;
  /** What is in it already. */
  readonly value: string;
  /** What is wrong with it, or `null`. */
  readonly error: string | null;
}

/** Draws a field with its label, hint and error. A field with an error has the focus: it is where one retypes. */
export function drawField(
  { label, type = "text", hint, ...field }: Field,
  { id, name, value, error }: FieldState,
): Html {
  const hintId = hint !== undefined && `${id}-hint`;
  const errorId = error !== null && `${id}-error`;
  const describedBy = [errorId, hintId].filter((one) => one !== false).join(" ");
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <${field.rows === undefined ? "input" : "textarea"}
      id="${id}"
      name="${name}"
      ${field.rows === undefined ? html`type="${type}"` : html`rows="${field.rows}"`}
      autocomplete="${field.autocomplete}"
      ${[
        !field.isOptional && "required",
        type !== "password" && html` autocapitalize="none" spellcheck="false"`,
        type !== "password" && field.rows === undefined && html` value="${value}"`,
        field.inputMode !== undefined && html` inputmode="${field.inputMode}" dir="ltr"`,
        field.minLength !== undefined && html` minlength="${field.minLength}"`,
        field.maxLength !== undefined && html` maxlength="${field.maxLength}"`,
        describedBy !== "" && html` aria-describedby="${describedBy}"`,
        error !== null && html` aria-invalid="true" autofocus`,
      ]}
    >${field.rows !== undefined && html`\n${value}</textarea>`}
    ${errorId !== false && html`<p class="error" id="${errorId}">${error}</p>`}${
      hintId !== false && html`<p class="hint" id="${hintId}">${hint}</p>`
    }
  </div>`;
}

import type { HttpErrorCode } from "@latchkey/http";
import { errorSentence, type Locale } from "@latchkey/locales";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { drawField, type Field } from "./field.ts";

/** A form, and what became of it. */
export interface FormState<Name extends string> {
  /** Tells this form from the others on its page. */
  readonly id: string;
  /** What people fill in, by the `name` of each field. `null`: this time the form does without. */
  readonly fields: Readonly<Record<Name, Field | null>>;
  /** The form as it was sent and refused, or `null`. */
  readonly attempt: Attempt | null;
  /** The field that an error is about, where the error itself does not say so. */
  readonly places?: { readonly [Code in HttpErrorCode]?: NoInfer<Name> | undefined } | undefined;
  /** What an error means here, where the sentence for every place does not say it well. */
  readonly sentences?: { readonly [Code in HttpErrorCode]?: string | undefined } | undefined;
}

/** The parts of a form, drawn. */
export interface FormParts<Name extends string> {
  /** An error that is about no field, for the top of the form. It has the focus. */
  readonly alert: Html;
  /** The fields, by name. */
  readonly fields: Readonly<Record<Name, Html>>;
}

/**
 * Draws the fields of a form, and its error where it belongs.
 * @example
 * ```ts
 * import { locales } from "@latchkey/locales";
 * import { drawForm } from "@latchkey/pages/blocks";
 *
 * const { alert, fields } = drawForm(locales[0]!, {
 *   id: "name",
 *   attempt: null,
 *   fields: { name: { label: "Name", autocomplete: "off" } },
 * });
 * ```
 */
export function drawForm<Name extends string>(locale: Locale, state: FormState<Name>): FormParts<Name> {
  const { id, attempt } = state;
  const refusal = attempt && refusalOf(locale, state, attempt);
  const drawn = Object.entries<Field | null>(state.fields).map(([name, field]) => {
    if (field === null) return [name, html``];
    const error = refusal?.field === name ? refusal.sentence : null;
    return [
      name,
      drawField(field, { id: `${id}-${name}`, name, value: attempt?.form.text(name) ?? field.value ?? "", error }),
    ];
  });
  return {
    alert: refusal && refusal.field === null ? alertOf(refusal.sentence) : html``,
    fields: Object.fromEntries(drawn) as Record<Name, Html>,
  };
}

/**
 * An error that is about no field.
 * @example
 * ```ts
 * import { html } from "@latchkey/pages";
 * import { alertOf } from "@latchkey/pages/blocks";
 *
 * html`${alertOf("This did not work.")}`;
 * ```
 */
export function alertOf(sentence: string): Html {
  return html`<p class="alert" role="alert" tabindex="-1" autofocus>${sentence}</p>`;
}

/**
 * What a redirect has left to say.
 * @example
 * ```ts
 * import { html } from "@latchkey/pages";
 * import { noteOf } from "@latchkey/pages/blocks";
 *
 * html`${noteOf("Saved.")}`;
 * ```
 */
export function noteOf(sentence: Html | string): Html {
  return html`<p class="note" role="status" tabindex="-1" autofocus>${sentence}</p>`;
}

function refusalOf<Name extends string>(
  locale: Locale,
  { fields, places, sentences }: FormState<Name>,
  { error }: Attempt,
): { readonly field: string | null; readonly sentence: string } {
  const { code, field = "", retryAfter } = error;
  const wanted = places?.[code] ?? field;
  const place = Object.hasOwn(fields, wanted) && fields[wanted as Name] !== null ? wanted : null;
  // The only reason for which a page itself finds fault with a field.
  const isEmpty = code === "invalid_request" && place !== null;
  const sentence = sentences?.[code] ?? (isEmpty ? locale.forms.fieldRequired : undefined);
  return { field: place, sentence: sentence ?? errorSentence(locale, { code, retryAfter }) };
}

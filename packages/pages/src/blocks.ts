/** What pages are made of, for packages that add pages of their own: fields and forms, the look, who is signed in. */
export { dayOf } from "./lib/account/dates.ts";
export { deviceName } from "./lib/account/device.ts";
export { drawForm, alertOf, noteOf, type FormParts, type FormState } from "./lib/forms/form-fields.ts";
export type { Field } from "./lib/forms/field.ts";
export { drawFormElement, type FormElement } from "./lib/forms/form-element.ts";
export { folded, type Folded } from "./lib/forms/folded.ts";
export type { Look } from "./lib/html/document.ts";
export { sentence, typed } from "./lib/html/sentence.ts";
export { lookOf, type LookOptions } from "./lib/look/look.ts";
export { findVisitor, sessionToken } from "./lib/request/session.ts";
export type { Site } from "./lib/site.ts";

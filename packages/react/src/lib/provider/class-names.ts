/** The parts of the components that can have classes. Each has one already: `latchkey-input`. */
export type PartName =
  | "panel"
  | "title"
  | "text"
  | "form"
  | "field"
  | "label"
  | "input"
  | "password"
  | "reveal"
  | "hint"
  | "field-error"
  | "choices"
  | "choice"
  | "alert"
  | "notice"
  | "outcome"
  | "button"
  | "secondary"
  | "danger"
  | "links"
  | "link"
  | "separator"
  | "ways-in"
  | "list"
  | "item"
  | "item-name"
  | "item-text"
  | "badge"
  | "actions"
  | "secret"
  | "naming"
  | "qr"
  | "codes"
  | "dialog"
  | "menu"
  | "menu-button"
  | "menu-popup"
  | "menu-name"
  | "menu-items"
  | "menu-item";

/** More classes for parts of the components: `{ input: "form-control", button: "btn btn-primary" }`. */
export type ClassNames = { readonly [Part in PartName]?: string | undefined };

/** The classes of a part: its own, those of the provider, and more. */
export function joinClasses(classNames: ClassNames, part: PartName, more: readonly MoreClasses[]): string {
  return [`latchkey-${part}`, classNames[part], ...more].filter(Boolean).join(" ");
}

/** A class, or none. */
export type MoreClasses = string | false | undefined;

/** What a mail says, before it is laid out as text and as HTML. Every value is text, and no HTML. */
export interface Letter {
  /** The language tag (BCP 47). */
  readonly lang: string;
  /** The direction of the script. */
  readonly direction: "ltr" | "rtl";
  /** The name of the service that sends it. */
  readonly service: string;
  /** The subject of the mail, and the heading. */
  readonly subject: string;
  /** The first words. */
  readonly greeting: string;
  /** What it is about. */
  readonly text: string;
  /** What happened, as names and values. */
  readonly details: readonly (readonly [name: string, value: string])[];
  /** What to do. `null`: nothing, or there is no page for it. */
  readonly button: LetterButton | null;
  /** What to do if one did not expect the mail, and why one gets it. */
  readonly notes: readonly string[];
}

/** A link that looks like a button. */
export interface LetterButton {
  /** What the button says. */
  readonly label: string;
  /** Where it leads: an `https` URL. */
  readonly url: string;
  /** What to say about a link with a token. `null`: it has none. */
  readonly link: {
    /** How long it is valid. */
    readonly lifetime: string;
    /** What to say above its address, which is there for those whose button does not work. */
    readonly fallback: string;
  } | null;
}

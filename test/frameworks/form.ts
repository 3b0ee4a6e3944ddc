/** The form of a page, sent as a browser without JavaScript sends it. */

/** What a form sends, and where to. */
export interface PageForm {
  readonly url: string;
  /** The request of the browser, with one field filled in. */
  request(field: string, value: string): { readonly contentType: string; readonly body: Uint8Array<ArrayBuffer> };
}

/**
 * Reads the first form of a page that has this field.
 *
 * @param page the HTML, and its URL
 * @throws Error the page has no such form
 */
export function findForm({ html, url }: { readonly html: string; readonly url: string }, field: string): PageForm {
  const forms = html.match(/<form\b.*?<\/form>/gis) ?? [];
  const form = forms.find((one) => inputs(one).some(({ name }) => name === field));
  if (!form) throw new Error(`No form with the field "${field}" is in ${html}`);
  const { action = "", method = "get", enctype, encType = enctype } = attributes(form);
  if (method.toLowerCase() !== "post") throw new Error(`The form is sent by ${method}: ${form}`);
  const hidden = inputs(form).filter(({ type }) => type === "hidden");
  return {
    url: new URL(action, url).href,
    request(name, value) {
      const fields = [...hidden.map((one) => [one.name ?? "", one.value ?? ""]), [name, value]] as [string, string][];
      return encType?.toLowerCase() === "multipart/form-data" ? multipart(fields) : urlencoded(fields);
    },
  };
}

type Fields = readonly (readonly [name: string, value: string])[];

function urlencoded(fields: Fields) {
  const text = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
  return { contentType: "application/x-www-form-urlencoded", body: new TextEncoder().encode(text) };
}

/** RFC 7578. */
function multipart(fields: Fields) {
  const boundary = "the-boundary-of-this-form";
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const body = new TextEncoder().encode(`${parts.join("")}--${boundary}--\r\n`);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

function inputs(form: string): Readonly<Record<string, string>>[] {
  return (form.match(/<input\b[^>]*>/gi) ?? []).map(attributes);
}

/** The attributes of the first tag. */
function attributes(html: string): Readonly<Record<string, string>> {
  const [tag = ""] = /<[^>]*>/.exec(html) ?? [];
  return Object.fromEntries(
    [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decode(value)]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(value: string): string {
  return value.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) =>
    name === undefined
      ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
      : (ENTITIES[name] ?? whole),
  );
}

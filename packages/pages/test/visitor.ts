import { ORIGIN, type Shop } from "./server.ts";

type Headers = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, string | readonly string[]>>;

/** An answer, read. */
export interface Seen {
  readonly status: number;
  readonly headers: globalThis.Headers;
  readonly html: string;
  /** Where a redirect leads, or `null`. */
  readonly location: string | null;
}

/** The headers that a browser sends with a form of the page itself. */
export const OWN_FORM: Headers = { origin: ORIGIN, "sec-fetch-site": "same-origin" };

/** Somebody with a browser that keeps one cookie, at the level of requests. Paths are below the base path. */
export class Visitor {
  readonly #shop: Shop;
  cookie = "";

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  get(path: string, headers: Headers = {}): Promise<Seen> {
    return this.#send(new Request(`${ORIGIN}/auth${path}`, { headers: this.#withCookie(headers) }));
  }

  post(path: string, fields: Fields = {}, headers: Headers = OWN_FORM): Promise<Seen> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    );
    return this.#send(
      new Request(`${ORIGIN}/auth${path}`, { method: "POST", headers: this.#withCookie(headers), body }),
    );
  }

  /** Follows a redirect, as a browser does after a form. */
  async follow({ location }: Seen): Promise<Seen> {
    if (location === null) throw new Error("There is no redirect.");
    return this.#send(new Request(new URL(location, ORIGIN), { headers: this.#withCookie({}) }));
  }

  /** Sends a form and follows the redirect. */
  async submit(path: string, fields: Fields = {}): Promise<Seen> {
    const seen = await this.post(path, fields);
    return seen.location === null ? seen : this.follow(seen);
  }

  async #send(request: Request): Promise<Seen> {
    const response = await this.#shop.handler(request);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      this.cookie = /Max-Age=0/.test(line) ? "" : pair;
    }
    const { status, headers } = response;
    return { status, headers, html: await response.text(), location: headers.get("location") };
  }

  #withCookie(headers: Headers): Headers {
    return this.cookie === "" ? headers : { cookie: this.cookie, ...headers };
  }
}

/** The markup as text without the style, in one line: for looking at what a page says. */
export function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The tag of an element with this `name`: `<input …>`. */
export function tagOf(html: string, name: string): string {
  return new RegExp(`<(?:input|select)[^>]* name="${name}"[^>]*>`, "s").exec(html)?.[0].replace(/\s+/g, " ") ?? "";
}

/** A value of an attribute, as it stands in the markup. */
export function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

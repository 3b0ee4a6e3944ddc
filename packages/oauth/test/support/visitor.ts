/** An application whose handler answers in this process, as if it listened at its origin. */
export interface Application {
  readonly origin: string;
  readonly handler: (request: Request) => Promise<Response>;
}

/** Where a visitor stands: the last answer, which was no redirect. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export interface Visitor {
  /** Goes to an address and follows redirects until a page or until `stopAt` says so, which then gives that address. */
  visit(url: string | URL, options?: Stop): Promise<Page>;
  /** Sends the form of a page, with other values in some of its fields. */
  submit(page: Page, fields?: Readonly<Record<string, string>>, options?: Stop): Promise<Page>;
  /** The cookies that this browser would send to an address. */
  cookies(url: string | URL): Record<string, string>;
  /** Keeps the cookies of an answer. */
  keep(url: string | URL, headers: Headers): void;
  /** Every address that was asked, in order. */
  readonly trail: string[];
}

interface Stop {
  readonly stopAt?: (url: URL) => boolean;
}

/**
 * A browser without a screen, for every runtime: it follows redirects, keeps cookies for each host, fills in forms, and
 * sends no cookie with a form that another site posts, as if each were `SameSite=Lax`.
 */
export function openVisitor(application?: Application): Visitor {
  const jars = new Map<string, Map<string, Cookie>>();
  const trail: string[] = [];

  const sent = (url: URL): [string, string][] =>
    [...(jars.get(url.hostname)?.values() ?? [])]
      .filter(({ path }) => url.pathname.startsWith(path))
      .map(({ name, value }) => [name, value]);

  function keep(url: URL, headers: Headers): void {
    const jar = jars.get(url.hostname) ?? new Map<string, Cookie>();
    jars.set(url.hostname, jar);
    for (const line of headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? "/";
      const isOver = /;\s*max-age=0/i.test(line) || /;\s*expires=thu, 01 jan 1970/i.test(line);
      const key = `${name} ${path}`;
      if (isOver) jar.delete(key);
      else jar.set(key, { name, value, path });
    }
  }

  async function ask(url: URL, { form, from }: { form?: URLSearchParams; from?: URL }): Promise<Response> {
    trail.push(url.href);
    const isCrossSitePost = form !== undefined && from !== undefined && from.hostname !== url.hostname;
    const cookies = isCrossSitePost ? [] : sent(url);
    const headers = new Headers({ "user-agent": "a test of this project" });
    if (cookies.length > 0) headers.set("cookie", cookies.map(([name, value]) => `${name}=${value}`).join("; "));
    if (form) headers.set("content-type", "application/x-www-form-urlencoded");
    if (form && from) headers.set("origin", from.origin);
    if (from) headers.set("sec-fetch-site", from.hostname === url.hostname ? "same-origin" : "cross-site");
    headers.set("sec-fetch-mode", "navigate");
    headers.set("sec-fetch-dest", "document");
    const init = { method: form ? "POST" : "GET", headers, redirect: "manual" as const };
    const request = new Request(url, form ? { ...init, body: form.toString() } : init);
    const response = await (url.origin === application?.origin ? application.handler(request) : fetch(request));
    keep(url, response.headers);
    return response;
  }

  async function follow(first: URL, given: { form?: URLSearchParams; from?: URL }, { stopAt }: Stop): Promise<Page> {
    let [url, how] = [first, given];
    for (let hops = 0; hops < 20; hops++) {
      if (stopAt?.(url)) return { url, status: 0, text: "" };
      const response = await ask(url, how);
      const location = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || location === null) {
        return { url, status: response.status, text: await response.text() };
      }
      await response.body?.cancel();
      [url, how] = [new URL(location, url), how.from ? { from: how.from } : {}];
    }
    throw new Error(`Redirects without end: ${trail.slice(-20).join(" ")}`);
  }

  return {
    trail,
    keep: (url, headers) => keep(new URL(url), headers),
    visit: (url, stop = {}) => follow(new URL(url), {}, stop),
    submit: (page, fields = {}, stop = {}) => {
      const { action, form } = formIn(page);
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return follow(action, { form, from: page.url }, stop);
    },
    cookies: (url) => Object.fromEntries(sent(new URL(url))),
  };
}

/** The first form of a page: where it goes, and what its fields hold. */
function formIn({ text, url }: Page): { action: URL; form: URLSearchParams } {
  const [, attributes = "", content = ""] = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(text) ?? [];
  if (!content) throw new Error(`No form at ${url.href}: ${text.slice(0, 200)}`);
  const attribute = (tag: string, name: string) => unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
  const form = new URLSearchParams();
  for (const [tag] of content.matchAll(/<input[^>]*>/g)) form.set(attribute(tag, "name"), attribute(tag, "value"));
  for (const [, tag = "", value = ""] of content.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    form.set(attribute(tag, "name"), unescaped(value));
  }
  for (const [, tag = "", value = ""] of content.matchAll(/<select([^>]*)><option>([^<]*)/g)) {
    form.set(attribute(tag, "name"), value);
  }
  return { action: new URL(attribute(attributes, "action") || url.href, url), form };
}

const unescaped = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");

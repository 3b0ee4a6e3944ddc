import { isLoopback } from "./loopback.ts";

/**
 * Where the links of mails lead: paths of your origin. A path may say with `{token}` where the token goes, as in
 * `"/reset#token={token}"`; otherwise it is added as `?token=`.
 */
export interface MailPages {
  /** Confirms the address of a sign-up. Default `"<basePath>/verify-email"`. */
  readonly verifyEmail?: string | undefined;
  /** Sets a new password. Default `"<basePath>/reset-password"`. */
  readonly resetPassword?: string | undefined;
  /** Confirms a new address. Default `"<basePath>/confirm-email"`. */
  readonly confirmEmail?: string | undefined;
  /** Signs in by a mail. Default `"<basePath>/mail-sign-in#token={token}"`: the fragment never leaves the browser. */
  readonly mailSignIn?: string | undefined;
  /** Asks for a link to set a new password. Default `"<basePath>/forgot-password"`. `null`: no button leads there. */
  readonly forgotPassword?: string | null | undefined;
  /** Shows the account with its devices. Default `"<basePath>/account"`. `null`: no button leads there. */
  readonly account?: string | null | undefined;
}

/** Makes links. */
export interface Links {
  /** A link with a token. */
  withToken(page: "verifyEmail" | "resetPassword" | "confirmEmail" | "mailSignIn", token: string): string;
  /** A link without one. `null`: there is no such page. */
  to(page: "forgotPassword" | "account"): string | null;
}

const PATHS: Readonly<Record<keyof MailPages, string>> = {
  verifyEmail: "/verify-email",
  resetPassword: "/reset-password",
  confirmEmail: "/confirm-email",
  mailSignIn: "/mail-sign-in#token={token}",
  forgotPassword: "/forgot-password",
  account: "/account",
};
const OPTIONAL: readonly string[] = ["forgotPassword", "account"];

/**
 * The origin of all links.
 *
 * @throws TypeError for what is no origin, or is neither https nor on this machine: the link carries a credential
 */
export function readOrigin(origin: unknown): string {
  const url = typeof origin === "string" ? URL.parse(origin) : null;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (!url || !isSafe || (origin !== url.origin && origin !== `${url.origin}/`)) {
    throw new TypeError('mailer needs origin: where your pages are, like "https://example.com", without a path');
  }
  return url.origin;
}

/** @throws TypeError for a page that is unknown, or is no path of the origin */
export function readPages(origin: string, basePath: string, pages: MailPages = {}): Links {
  if (!/^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+)$/.test(basePath))
    throw new TypeError('mailer: basePath must be a path like "/auth", without a slash at the end');
  const unknown = Object.keys(pages).find((name) => !Object.hasOwn(PATHS, name));
  if (unknown !== undefined) throw new TypeError(`mailer does not know the page "${unknown}"`);
  const base = basePath === "/" ? "" : basePath;
  const defaults = Object.entries(PATHS).map(([name, path]) => [name, base + path] as const);
  const given = Object.entries(pages).filter(([, path]) => path !== undefined);
  const paths = { ...Object.fromEntries(defaults), ...Object.fromEntries(given) } as Record<string, string | null>;
  for (const [name, path] of Object.entries(paths)) checkPath(origin, name, path);
  return {
    withToken(page, token) {
      const path = paths[page]!;
      if (path.includes("{token}")) return new URL(path.replace("{token}", encodeURIComponent(token)), origin).href;
      const url = new URL(path, origin);
      url.searchParams.set("token", token);
      return url.href;
    },
    to(page) {
      const path = paths[page] ?? null;
      return path === null ? null : new URL(path, origin).href;
    },
  };
}

function checkPath(origin: string, name: string, path: string | null): void {
  if (path === null && OPTIONAL.includes(name)) return;
  const url = typeof path === "string" && path.startsWith("/") ? URL.parse(path, origin) : null;
  if (url?.origin === origin) return;
  throw new TypeError(`mailer: pages.${name} must be a path of your origin, like "/welcome"`);
}

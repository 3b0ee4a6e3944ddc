import type { Auth, Client, OpenOptions, SignedIn } from "@latchkey/core";
import type { GenericSchema, InferOutput } from "valibot";
import type { CarriedToken, Carrier } from "../credentials/carriers.ts";
import type { AuthenticatedToken, AuthenticateOptions } from "../credentials/find-authenticated.ts";
import type { Identity } from "../credentials/strategy.ts";
import type { PublicError } from "../http-error.ts";
import type { RouteDescription } from "./route-description.ts";

/**
 * One endpoint, for `routes` of `createHandler`.
 *
 * @example
 * import { HttpError, type Route } from "@latchkey/http";
 *
 * const hello: Route = {
 *   method: "GET",
 *   path: "/hello",
 *   async handle({ authenticate }) {
 *     const found = await authenticate();
 *     if (!found) throw new HttpError("unauthenticated", "Not signed in");
 *     return { body: { hello: found.authenticated.user.email } };
 *   },
 * };
 */
export interface Route {
  /** A `GET` route answers `HEAD`, too. */
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /**
   * Below the base path: `"/signin"`. It must match exactly. One part may be a name for whatever stands there:
   * `"/invitations/:code"`, which `params.code` then has. A route without a name comes first.
   */
  readonly path: string;
  /**
   * Whether the route may answer with a new session. Then it refuses requests of pages that are not trusted, even
   * without a cookie, so that no page can sign a visitor in to another account. Default `false`.
   */
  readonly opensSession?: boolean | undefined;
  /**
   * What proves that the browser of the request began what the request ends, where its origin cannot: a provider sends
   * the browser here from another site. `"state"`: the address repeats a secret that a sealed cookie of this browser
   * has, and that is spent once (RFC 6749 §10.12). The route itself checks it. A `GET` that opens a session needs one,
   * and the origin of a `POST` with one is not asked for. Default: the origin alone.
   */
  readonly originProof?: "state" | undefined;
  /**
   * What the route offers to users, as `GET /methods` shows it: `() => ({ newsletter: {} })`. Default: nothing.
   *
   * @param auth The auth of the handler.
   */
  readonly offers?: ((auth: Auth) => Offers) | undefined;
  /**
   * Makes the route a page: every refusal is what this returns, and a `POST` takes a form
   * (`application/x-www-form-urlencoded`) instead of JSON. Because any site can send a form, a request that does not
   * say which page sent it is refused. Default: the route is for programs.
   *
   * @param error What the page may say. The answer has its status, unless it is a redirect.
   * @param request The request, whose body may be read already.
   */
  readonly errorPage?: ((error: PublicError, request: Request) => HtmlReply | RedirectReply) | undefined;
  /** What the route list that has this route adds to signing in by any route. Default: nothing. */
  readonly signInStep?: SignInStep | undefined;
  /** What an OpenAPI document says about the route. Default: one of yours is left out. */
  readonly description?: RouteDescription | undefined;
  /** Answers one request. An `HttpError` or `AuthError` that it throws becomes the answer. */
  readonly handle: (context: RouteContext) => Promise<Reply>;
}

/** One more step of signing in, such as a second factor. Every way in meets it, whatever its route. */
export interface SignInStep {
  /** What the request brings along for the session that is opened. */
  readonly opening: (context: RouteContext) => OpenOptions;
  /** Hands the ticket of a thrown error to the client, along with the answer that says the error. */
  readonly refusal: (thrown: unknown, response: Response, context: RouteContext) => Promise<Response>;
}

/** Features by name, each with what a client must know to use it. */
export type Offers = Readonly<Record<string, object>>;

/** One request, with the settings of its handler. */
export interface RouteContext {
  /** The auth that the handler was made with. */
  readonly auth: Auth;
  /** The request itself. Read its body by `read`, which limits its size. */
  readonly request: Request;
  /** What the request has for the name in the route's path, decoded: `params.code`. */
  readonly params: Readonly<Record<string, string>>;
  /**
   * The session tokens that may authenticate the request, in the order of precedence. At most one comes from a cookie.
   */
  readonly tokens: readonly CarriedToken[];
  /**
   * Every session token of the request, also those of cookies that authenticate nobody: for routes that end sessions.
   */
  readonly allTokens: readonly CarriedToken[];
  /** The client, by the `client` option. */
  readonly client: Client;
  /**
   * The JSON body, checked by a valibot schema. Of a page: the form, whose values are strings. A field that comes
   * several times is a list of strings.
   *
   * @throws HttpError `invalid_request`, `payload_too_large`, `unsupported_media_type`
   */
  read<Schema extends GenericSchema>(schema: Schema): Promise<InferOutput<Schema>>;
  /**
   * Refuses a content type other than JSON, or than a form on a page: for a route without a body.
   *
   * @throws HttpError `unsupported_media_type`
   */
  checkContentType(): void;
  /**
   * The live session of the request, or `null`. With `renew: true`, hand `authenticated.renewed` to the client if it is
   * there: by `replyWithSession`.
   *
   * @throws AuthError `storage_unavailable`
   */
  authenticate(options?: AuthenticateOptions): Promise<AuthenticatedToken | null>;
  /** The user of the request by the `strategies` option, or `null`. @throws Whatever a strategy throws. */
  identify(): Promise<Identity | null>;
  /**
   * Answers with a session: in a cookie, or with `token` and `expiresAt` in the body for a client that asked for it.
   *
   * @param carrier For a session that existed before: how its token came. A session in a cookie must never become a
   * token that a script can read. Default: by the request, for a new session.
   */
  replyWithSession(signedIn: SignedIn, body: object, carrier?: Carrier): JsonReply;
  /** `Set-Cookie` lines that hand a session to a browser: for pages and redirects. */
  sessionCookie(signedIn: Omit<SignedIn, "user">): readonly string[];
  /** `Set-Cookie` lines that remove the session cookie. */
  readonly clearedCookie: readonly string[];
  /**
   * For what opens a session: the sessions that the request came with end, and a trusted device counts. Hand it to
   * `auth.signIn` and to everything else that opens one.
   */
  readonly opening: OpenOptions;
  /** How this client gets what it brings again later: for `carriedTicket`. */
  readonly carriage: Carriage;
}

/** How a client carries something from one request to the next. */
export interface Carriage {
  /** How a new session is handed to the client: by what it asked for. */
  readonly carrier: Carrier;
  /** A `Set-Cookie` line that removes the session cookie: its name and its attributes are those of the handler. */
  readonly cleared: string;
  /** Whether cookies of this request count: its page is trusted. */
  readonly counts: boolean;
}

/** The answer of a route: JSON, a page, or a redirect. */
export type Reply = JsonReply | PublicReply | HtmlReply | RedirectReply;

/** An answer for programs. */
export interface JsonReply {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Sent as JSON. */
  readonly body: object;
  /** One `Set-Cookie` line, or several. */
  readonly setCookie?: string | readonly string[] | undefined;
}

/**
 * JSON that is the same for everybody, such as public keys. Unlike every other answer, caches may keep it, and pages of
 * all origins may read it (`Access-Control-Allow-Origin: *`), without credentials. It sets no cookie.
 */
export interface PublicReply {
  /** Sent as JSON. Nothing in it may depend on the request. */
  readonly body: object;
  /** How long caches may keep it, in whole seconds: `Cache-Control: public, max-age=…` (RFC 9111 §5.2.2). */
  readonly maxAge: number;
  /** It is always 200. */
  readonly status?: undefined;
  /** A cache would hand a cookie to others. */
  readonly setCookie?: undefined;
}

/** A page. It is sent with `Referrer-Policy: same-origin`, which keeps the `Origin` header of its forms. */
export interface HtmlReply {
  /** Default 200. */
  readonly status?: number | undefined;
  /** A whole document. */
  readonly html: string;
  /** The header `Content-Security-Policy`, such as `"default-src 'none'; form-action 'self'"` (CSP Level 3). */
  readonly contentSecurityPolicy: string;
  /** One `Set-Cookie` line, or several. */
  readonly setCookie?: string | readonly string[] | undefined;
}

/** `303 See Other`: the browser gets this address next (RFC 9110 §15.4.4). */
export interface RedirectReply {
  /** A URL or a path, in ASCII. Never an address that the request names, unless you have checked it. */
  readonly redirectTo: string;
  /** One `Set-Cookie` line, or several. */
  readonly setCookie?: string | readonly string[] | undefined;
}

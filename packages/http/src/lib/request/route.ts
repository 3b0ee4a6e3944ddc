import type { Auth, Client, SignedIn } from "@latchkey/core";
import type { GenericSchema, InferOutput } from "valibot";
import type { CarriedToken, Carrier } from "../credentials/carriers.ts";
import type { AuthenticatedToken, AuthenticateOptions } from "../credentials/find-authenticated.ts";
import type { Identity } from "../credentials/strategy.ts";

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
  /** Below the base path: `"/signin"`. It must match exactly. */
  readonly path: string;
  /**
   * Whether the route may answer with a new session. Then it refuses requests of pages that are not trusted, even
   * without a cookie, so that no page can sign a visitor in to another account. Default `false`.
   */
  readonly opensSession?: boolean | undefined;
  /** Answers one request. An `HttpError` or `AuthError` that it throws becomes the answer. */
  readonly handle: (context: RouteContext) => Promise<Reply>;
}

/** One request, with the settings of its handler. */
export interface RouteContext {
  /** The auth that the handler was made with. */
  readonly auth: Auth;
  /** The request itself. Read its body by `read`, which limits its size. */
  readonly request: Request;
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
   * The JSON body, checked by a valibot schema.
   *
   * @throws HttpError `invalid_request`, `payload_too_large`, `unsupported_media_type`
   */
  read<Schema extends GenericSchema>(schema: Schema): Promise<InferOutput<Schema>>;
  /** Refuses a content type other than JSON: for a route without a body. @throws HttpError `unsupported_media_type` */
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
  replyWithSession(signedIn: SignedIn, body: object, carrier?: Carrier): Reply;
  /** `Set-Cookie` lines that remove the session cookie. */
  readonly clearedCookie: readonly string[];
}

/** The answer of a route. */
export interface Reply {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Sent as JSON. */
  readonly body: object;
  /** One `Set-Cookie` line, or several. */
  readonly setCookie?: string | readonly string[] | undefined;
}

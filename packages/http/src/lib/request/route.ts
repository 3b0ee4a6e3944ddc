import type { Auth, Client, SignedIn } from "@latchkey/core";
import type { GenericSchema, InferOutput } from "valibot";
import type { CarriedToken, Carrier } from "../credentials/carriers.ts";
import type { AuthenticatedToken } from "../credentials/find-authenticated.ts";
import type { Identity } from "../credentials/strategy.ts";

/** One endpoint, as data. A route only reads, calls and presents. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the base path, matched exactly: `"/signin"`. A `GET` also answers `HEAD`. */
  readonly path: string;
  /** Whether it can answer with a new session: then it takes requests from the own and the trusted origins only. */
  readonly opensSession?: boolean | undefined;
  readonly handle: (context: RouteContext) => Promise<Reply>;
}

/** One request on its way through a route. */
export interface RouteContext {
  readonly auth: Auth;
  readonly request: Request;
  /** The tokens that may say who the request is, in the order of looking: at most one cookie. */
  readonly tokens: readonly CarriedToken[];
  /** Every token of the request, also of cookies that are nobody's: for an action that ends sessions. */
  readonly everyToken: readonly CarriedToken[];
  /** Where the request comes from, as far as the mount says. */
  readonly client: Client;
  /** The JSON body in the shape of a schema. @throws HttpError */
  read<Schema extends GenericSchema>(schema: Schema): Promise<InferOutput<Schema>>;
  /** For a route that wants no body. @throws HttpError `unsupported_media_type` */
  readNothing(): void;
  /** Who the request is, and how the token came. `null`: nobody. With `renew`, what is `renewed` has to be presented. */
  authenticate(options?: { readonly renew: boolean }): Promise<AuthenticatedToken | null>;
  /** Who the request is by the strategies of the mount, for a route that does not need a session. `null`: nobody. */
  identify(): Promise<Identity | null>;
  /**
   * Hands a session to the client: in the cookie, or in the body for one that keeps its own token. `carrier` is for a
   * session that goes on, and has to be what brought it: a cookie's never becomes one that a script can read.
   */
  present(signedIn: SignedIn, body: object, carrier?: Carrier): Reply;
  /** The `Set-Cookie` lines that take the cookie away, in every spelling. */
  readonly clearedCookie: readonly string[];
}

/** What a route answers. */
export interface Reply {
  /** Default 200. */
  readonly status?: number | undefined;
  readonly body: object;
  /** One line or several. */
  readonly setCookie?: string | readonly string[] | undefined;
}

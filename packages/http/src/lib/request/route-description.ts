import type { GenericSchema } from "valibot";
import type { HttpErrorCode } from "../http-error.ts";

/**
 * What an OpenAPI document says about a route of yours. The routes of this package need none.
 *
 * @example
 * import type { RouteDescription } from "@latchkey/http";
 * import { object, string } from "valibot";
 *
 * const description: RouteDescription = {
 *   id: "greet",
 *   tag: "Greetings",
 *   summary: "Greet the user",
 *   description: "Says hello to whoever is signed in.",
 *   answer: object({ hello: string() }),
 *   done: "A greeting.",
 * };
 */
export interface RouteDescription {
  /** The `operationId`: the name of the method in a generated client. */
  readonly id: string;
  /** The group of the operation. */
  readonly tag: string;
  /** A few words, in the imperative. */
  readonly summary: string;
  /** One sentence or more. */
  readonly description: string;
  /**
   * Whether the request needs a session. `"optional"`: it makes a difference, but the route answers without one, too.
   * Default `"required"`.
   */
  readonly session?: "required" | "optional" | "none" | undefined;
  /** A valibot object: what the address may ask for after `?`. Default: nothing. */
  readonly query?: GenericSchema | undefined;
  /** The valibot schema with which the route reads its body. Default: it has none. */
  readonly body?: GenericSchema | undefined;
  /** A valibot schema of the answer with status 200. Default: the answer is a redirect. */
  readonly answer?: GenericSchema | undefined;
  /** What the answer means. */
  readonly done: string;
  /** The error codes that are special to this route. Those that all routes share are added. */
  readonly refuses?: readonly HttpErrorCode[] | undefined;
}

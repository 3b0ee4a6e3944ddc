import type { GenericSchema } from "valibot";
import type { HttpErrorCode } from "../http-error.ts";

/** What a document says of a route beside its method and path. */
export interface Description {
  readonly summary: string;
  /** The very schema that the route reads its body with. */
  readonly body?: GenericSchema | undefined;
  /** The answer with status 200. */
  readonly answer: GenericSchema;
  /** The refusals of its own; those that every route shares are added. */
  readonly refuses: readonly HttpErrorCode[];
}

/** Where a password is checked. */
export const PASSWORD_CHECK: readonly HttpErrorCode[] = [
  "invalid_password",
  "password_too_long",
  "invalid_credentials",
  "email_not_verified",
  "rate_limited",
  "overloaded",
];

/** Where one is chosen. */
export const NEW_PASSWORD: readonly HttpErrorCode[] = [
  "invalid_password",
  "password_too_short",
  "password_too_long",
  "password_too_common",
  "overloaded",
];

/** By method and path: `"POST /signin"`. */
export type Descriptions = Readonly<Record<string, Description>>;

import { fieldsOf, textOf } from "../provider/fields.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import { appleSecret, type AppleKey } from "./apple-secret.ts";
import { openid } from "./openid.ts";
import type { NativeOptions } from "./options.ts";

/** The options of `apple`. */
export interface AppleOptions extends AppleKey, NativeOptions {
  /** Default `["name", "email"]`. */
  readonly scopes?: readonly string[] | undefined;
}

/**
 * Apple. It posts a form, and its client secret is a JWT that is made here from the key. The address is proof where
 * `email_verified` says so; it may be one that forwards (`@privaterelay.appleid.com`). It sends the name of a person
 * once, with the first sign-in.
 *
 * @example
 * const provider = apple({
 *   clientId: "com.example.web",
 *   teamId: "A1B2C3D4E5",
 *   keyId: "F6G7H8I9J0",
 *   privateKey: "-----BEGIN PRIVATE KEY-----…",
 * });
 */
export function apple(options: AppleOptions): OpenIdProvider {
  const { clientId, nativeClientIds, scopes = ["name", "email"] } = options;
  const provider = openid("apple", {
    issuer: "https://appleid.apple.com",
    clientId,
    clientSecret: appleSecret(options),
    clientAuthentication: "post",
    // Its documents do not say.
    takesMaxAge: false,
    name: "Apple",
    scopes,
    responseMode: "form_post",
    nativeClientIds,
  });
  // In June 2025 its document named another issuer than its tokens for a day, and nobody could sign in by it.
  const endpoints = {
    authorization: "https://appleid.apple.com/auth/authorize",
    token: "https://appleid.apple.com/auth/token",
    keys: "https://appleid.apple.com/auth/keys",
  };
  return { ...provider, endpoints, formName };
}

/** The field `user`, which Apple sends with the first sign-in of a person, and never again. */
function formName(form: URLSearchParams): string | null {
  try {
    const { name } = fieldsOf(JSON.parse(form.get("user") ?? "null"));
    const { firstName, lastName } = fieldsOf(name);
    return textOf([textOf(firstName), textOf(lastName)].filter(Boolean).join(" "));
  } catch {
    return null;
  }
}

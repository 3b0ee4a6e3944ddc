/**
 * How the application proves at the token endpoint to be the one (RFC 6749 §2.3).
 *
 * - `"basic"`: the secret in the `Authorization` header. Providers with OpenID take this one if they say nothing else.
 * - `"post"`: the secret in the body.
 * - `"none"`: no secret; PKCE alone protects the code.
 */
export type ClientAuthentication =
  | { readonly method: "basic" | "post"; readonly secret: ClientSecret }
  | { readonly method: "none" };

/**
 * The secret, or a function that makes one for each request: Apple takes a JWT that the application signs. The function
 * gets the time of the auth's clock in milliseconds since 1970.
 */
export type ClientSecret = string | ((now: number) => string | Promise<string>);

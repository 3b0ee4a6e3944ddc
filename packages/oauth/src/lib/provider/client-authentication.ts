/** How the application proves at the token endpoint to be the one (RFC 6749 §2.3). */
export type ClientAuthentication =
  | {
      /**
       * `"basic"`: the secret in the `Authorization` header. `"post"`: in the body.
       */
      readonly method: "basic" | "post";
      /** The secret. */
      readonly secret: ClientSecret;
    }
  | {
      /** No secret: PKCE alone protects the code (a public client). */
      readonly method: "none";
    };

/**
 * The secret, or a function that makes one for each request: Apple takes a JWT that the application signs. The function
 * gets the time of the auth's clock in milliseconds since 1970.
 */
export type ClientSecret = string | ((now: number) => string | Promise<string>);

import { AuthError } from "../errors.ts";

/**
 * The one answer to a wrong password, an unknown name or key and a disabled account, whatever the way in: if they
 * differed, they would tell who has an account (OWASP Authentication Cheat Sheet, "Authentication and Error Messages").
 */
export function invalidCredentials(): AuthError {
  return new AuthError("invalid_credentials", "Invalid credentials");
}

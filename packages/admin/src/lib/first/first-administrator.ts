import { AuthError, type Auth, type Client, type SignedIn } from "@latchkey/core";
import { tickets } from "@latchkey/core/tickets";
import { users } from "@latchkey/core/users";
import type { Part } from "@latchkey/pages";
import { setupPage } from "./setup-page.ts";

/** Whoever has the link becomes the first administrator. */
export interface FirstAdministrator {
  /**
   * A credential for the address of the setup page, good for a day: `/admin/setup?token=…`. Any process with the same
   * secret takes it, until the pool has its first user.
   *
   * @returns `null`: there is an administrator
   * @throws AuthError `storage_unavailable`
   */
  token(): Promise<string | null>;
  /**
   * Creates the first administrator, once, and signs in.
   *
   * @param input the `token`, and the `email` and `password` of the new administrator
   * @param client where the request comes from, for events
   * @throws AuthError `invalid_token` (it has expired, or the pool has or had a user), `invalid_email`,
   * `invalid_password`, `password_too_short`, `password_too_long`, `password_too_common`, `overloaded`,
   * `storage_unavailable`
   */
  create(input: NewAdministrator, client: Client): Promise<SignedIn>;
  /** The setup page, for `parts` of `panelRoutes`. */
  readonly part: Part;
}

/** Who becomes the first administrator. */
export interface NewAdministrator {
  /** What `token()` returned. */
  readonly token: string;
  /** The e-mail address. It counts as verified. */
  readonly email: string;
  /** The password, which must meet the `passwordPolicy` of the pool. */
  readonly password: string;
}

const PURPOSE = "first_administrator";
const DAY = 86_400;

/**
 * Makes the first administrator by a link that is printed when the server starts. Of everybody who uses it, also at the
 * same moment and in several processes, one becomes the administrator.
 *
 * @param administrators the pool of the administrators
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { createAuth } from "@latchkey/core";
 * import { admin, firstAdministrator, panelRoutes } from "@latchkey/admin";
 *
 * const administrators = createAuth({ storage, secret, pool: "admins", signUps: false, keepsLastUser: true });
 * const first = firstAdministrator(administrators);
 * const routes = panelRoutes(admin(auth, { administrators }), { parts: [first.part] });
 * const token = await first.token();
 * if (token) console.log(`https://example.com/admin/setup?token=${token}`);
 * ```
 */
export function firstAdministrator(administrators: Auth): FirstAdministrator {
  const own = tickets(administrators);
  const isOver = async () => (await users(administrators).list({ limit: 1 })).users.length > 0;
  const isTicket = async (token: string) => (await own.read(token, PURPOSE)) !== null;
  const first: Omit<FirstAdministrator, "part"> = {
    async token() {
      if (await isOver()) return null;
      return own.seal({ purpose: PURPOSE, lifetime: DAY, userId: null, data: {} });
    },
    async create({ token, email, password }, client) {
      if (!(await isTicket(token))) throw invalidToken();
      const made = users(administrators, client).createFirst({ email, password, emailVerified: true });
      await made.catch((error: unknown) => {
        // The pool has its first user: whoever comes later must not become another.
        throw error instanceof AuthError && error.code === "user_exists" ? invalidToken() : error;
      });
      return administrators.signIn({ email, password }, client);
    },
  };
  const isValid = async (token: string) => (await isTicket(token)) && !(await isOver());
  return { ...first, part: { pages: [setupPage(administrators, { ...first, isValid })] } };
}

function invalidToken(): AuthError {
  return new AuthError("invalid_token", "This link is no longer valid", { field: "token" });
}

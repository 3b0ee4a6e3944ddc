/**
 * Hashes passwords into self-describing strings and verifies passwords against them. `pbkdf2()`, `scrypt()` and
 * `argon2id()` are hashers; a hasher of your own fits any algorithm, like bcrypt for hashes that you import.
 */
export interface PasswordHasher {
  /**
   * The identifier with which its strings begin, as in `$pbkdf2-sha512$…` (PHC string format): 1 to 32 lower-case
   * letters, digits and hyphens. Different for each hasher in `passwords`.
   */
  readonly id: string;
  /** Hashes a password with a new random salt of at least 128 bits. Returns the string to store. */
  hash(password: string): Promise<string>;
  /**
   * Whether a password is the one that `stored` was made of. `false` for a string that it cannot read, after as much
   * work as for one that it can. It never rejects because of what is stored.
   */
  verify(password: string, stored: string): Promise<boolean>;
  /** Whether `hash` would make a stronger string now. If so, the next sign-in replaces `stored`. */
  needsRehash(stored: string): boolean;
  /**
   * Where it runs; called before each hash. `false`: in JavaScript, on the thread that everything else needs, so one
   * hash runs at a time. `true`, or left out: on threads of its own, so several run at once.
   */
  readonly isNative?: (() => boolean) | undefined;
}

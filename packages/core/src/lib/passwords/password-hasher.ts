/** Turns passwords into self-describing strings and back into yes or no. */
export interface PasswordHasher {
  /** The PHC identifier of the strings it writes and reads: `"pbkdf2-sha512"`. */
  readonly id: string;
  /** A new string over a new random salt of at least 128 bits. */
  hash(password: string): Promise<string>;
  /** False for a wrong password, and for a string that it cannot read after as much work; never throws for what is stored. */
  verify(password: string, stored: string): Promise<boolean>;
  /** Whether `hash` would now make a stronger string than this one. */
  needsRehash(stored: string): boolean;
  /**
   * `false`: hashes run in JavaScript, on the thread that everything else needs, so they run one at a time. Left out or
   * `true`: they run on threads of their own, and several run at once. Asked before each hash.
   */
  readonly isNative?: (() => boolean) | undefined;
}

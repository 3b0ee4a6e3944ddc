/** What `latchkey doctor` found of one thing. */
export interface Check {
  /** What was looked at: `"database"`. */
  readonly check: string;
  /** `warn`: it works, and is better otherwise. `fail`: it does not work, or is not safe. */
  readonly status: "ok" | "warn" | "fail";
  /** What was found. */
  readonly text: string;
  /** What to do. `null` when there is nothing to do. */
  readonly remedy: string | null;
}

/** Makes the results of one check. */
export function checkOf(check: string) {
  return {
    ok: (text: string): Check => ({ check, status: "ok", text, remedy: null }),
    warn: (text: string, remedy: string): Check => ({ check, status: "warn", text, remedy }),
    fail: (text: string, remedy: string): Check => ({ check, status: "fail", text, remedy }),
  };
}

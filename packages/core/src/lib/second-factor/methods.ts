/** What proves a second factor, or is one and the first at once, as sessions name it. */
export const STRONG_METHODS: readonly string[] = ["totp", "recovery_code", "passkey"];

/** Whether a method of a session proves a second factor by itself. A trusted device does not: it stands for one. */
export function isStrong(method: string): boolean {
  return STRONG_METHODS.includes(method);
}

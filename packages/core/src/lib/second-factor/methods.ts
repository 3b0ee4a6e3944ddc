/** What proves a second factor, or is one and the first at once, as sessions name it. */
export const STRONG_METHODS: readonly string[] = ["totp", "recovery_code", "passkey"];

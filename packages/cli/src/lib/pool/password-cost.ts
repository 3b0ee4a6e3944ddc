/** OWASP's figure for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet): Node computes it natively. */
export const PBKDF2_ITERATIONS = 220_000;

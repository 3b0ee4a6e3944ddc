/** A way to prove that it is still the user. */
export type ProofMethod = "password" | "provider" | "passkey" | "totp" | "mail";

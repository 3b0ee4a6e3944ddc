import { createHash } from "node:crypto";
import type { SecretRing } from "@latchkey/core";

/**
 * Both secrets as a ring. An id depends on its secret alone, so processes before and after a step of a rotation accept
 * each other's tokens.
 */
export function secretRing(secret: string, also: string | null): SecretRing {
  if (also === null || also === secret) return secret;
  return [secret, also].map((text) => ({
    id: createHash("sha256").update(text).digest("base64url").slice(0, 4),
    secret: text,
  }));
}

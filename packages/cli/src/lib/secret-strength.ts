const FEWEST_DISTINCT_BYTES = 8;

/**
 * Whether a secret is one that people type to get past a length check: few different bytes, or one piece over and
 * over. 32 random bytes, in hexadecimal at the plainest, have fewer than eight different ones once in 10¹².
 */
export function isMonotonous(secret: string): boolean {
  const distinct = new Set(new TextEncoder().encode(secret)).size;
  // Something that consists of repetitions is found in its own double before the end.
  return distinct < FEWEST_DISTINCT_BYTES || (secret + secret).indexOf(secret, 1) < secret.length;
}

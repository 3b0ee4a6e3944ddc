import { ALGORITHMS, type ServiceAlgorithm } from "./algorithms.ts";

/** A private key as a JSON Web Key (RFC 7517, RFC 8037): a secret. `createServiceKey()` makes one. */
export interface PrivateJwk {
  /** `"EC"` for ES256, `"OKP"` for EdDSA. */
  readonly kty?: string | undefined;
  /** `"P-256"` for ES256, `"Ed25519"` for EdDSA. */
  readonly crv?: string | undefined;
  /** Public: 32 bytes in base64url. */
  readonly x?: string | undefined;
  /** Public, of EC keys: 32 bytes in base64url. */
  readonly y?: string | undefined;
  /** The private part: 32 bytes in base64url. */
  readonly d?: string | undefined;
  /** The name of the key in tokens. Default: its thumbprint (RFC 7638). */
  readonly kid?: string | undefined;
  /** Default: what belongs to the curve. */
  readonly alg?: string | undefined;
  /** `"sig"`, or left out. */
  readonly use?: string | undefined;
  /** With `"sign"` in it, or left out. */
  readonly key_ops?: readonly string[] | undefined;
}

/** A public key as a JSON Web Key (RFC 7517). */
export interface PublicJwk {
  /** `"EC"` or `"OKP"`. */
  readonly kty: string;
  /** `"P-256"` or `"Ed25519"`. */
  readonly crv: string;
  /** 32 bytes in base64url. */
  readonly x: string;
  /** Only of EC keys: 32 bytes in base64url. */
  readonly y?: string | undefined;
  /** The name of the key, as the header of a token has it. */
  readonly kid: string;
  /** How the key signs. */
  readonly alg: ServiceAlgorithm;
  /** It verifies signatures. */
  readonly use: "sig";
}

/** A private key that was checked, as far as that needs no arithmetic. */
export interface PrivateKey {
  readonly alg: ServiceAlgorithm;
  /** `null`: the thumbprint. */
  readonly kid: string | null;
  readonly publicPart: Pick<PublicJwk, "kty" | "crv" | "x"> & { readonly y?: string };
  /** The private part. It never leaves this package. */
  readonly d: string;
}

export const ADVICE = "make one with createServiceKey() of @latchkey/service-tokens";

const BYTES_32 = /^[\w-]{43}$/;
const KID = /^[\x21-\x7e]{1,128}$/;

/**
 * Reads one entry of `keys`. Errors name the entry and never repeat what it holds.
 *
 * @param name how errors call it: `keys[0]`
 * @returns `null`: it is missing
 * @throws TypeError with a sentence that says what to write instead
 */
export function readPrivateKey(given: unknown, name: string): PrivateKey | null {
  if (given === undefined || given === null || given === "") return null;
  const jwk = typeof given === "string" ? parse(given) : given;
  if (typeof jwk !== "object" || jwk === null || Array.isArray(jwk))
    throw new TypeError(`${name} must be a private JWK, as an object or as its JSON: ${ADVICE}`);
  const { kty, crv, x, y, d, kid, alg, use, key_ops } = jwk as PrivateJwk;
  const algorithm = algorithmOf(kty, crv, name);
  if (d === undefined) throw new TypeError(`${name} is a public key, and cannot sign: give the private one, with "d"`);
  const { publicMembers } = ALGORITHMS[algorithm];
  const members = { x, y, d };
  for (const member of [...publicMembers, "d"] as const)
    if (!isBytes(members[member])) throw new TypeError(`${name}.${member} must be 32 bytes in base64url: ${ADVICE}`);
  if (alg !== undefined && alg !== algorithm) throw new TypeError(`${name}.alg must be "${algorithm}", or left out`);
  if (use !== undefined && use !== "sig") throw new TypeError(`${name}.use must be "sig", or left out`);
  if (key_ops !== undefined && !(Array.isArray(key_ops) && key_ops.includes("sign")))
    throw new TypeError(`${name}.key_ops must have "sign" in it, or be left out`);
  if (kid !== undefined && !(typeof kid === "string" && KID.test(kid)))
    throw new TypeError(`${name}.kid must be 1 to 128 characters of ASCII without spaces, or left out`);
  const publicPart = { kty: kty!, crv: crv!, x: x!, ...(publicMembers.includes("y") ? { y: y! } : {}) };
  return { alg: algorithm, kid: kid ?? null, publicPart, d };
}

/** A last character that says more than 256 bits is a second spelling. */
function isBytes(value: unknown): value is string {
  return typeof value === "string" && BYTES_32.test(value) && /[AEIMQUYcgkosw048]$/.test(value);
}

function algorithmOf(kty: unknown, crv: unknown, name: string): ServiceAlgorithm {
  const wanted = "service tokens are signed by ES256 (EC, P-256) or EdDSA (OKP, Ed25519)";
  if (kty === "RSA" || kty === "oct") {
    const kind = kty === "RSA" ? "an RSA key" : "a shared secret, as for HS256";
    throw new TypeError(`${name} is ${kind}: ${wanted}; ${ADVICE}`);
  }
  for (const algorithm of ["ES256", "EdDSA"] as const)
    if (ALGORITHMS[algorithm].kty === kty && ALGORITHMS[algorithm].crv === crv) return algorithm;
  throw new TypeError(`${name} has another type or curve: ${wanted}; ${ADVICE}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How service tokens are signed: ES256 (ECDSA on P-256, RFC 7518 §3.4) or EdDSA (Ed25519, RFC 8037 §3.1). */
export type ServiceAlgorithm = "ES256" | "EdDSA";

/** What one algorithm needs of a key and of Web Crypto. */
interface Algorithm {
  readonly kty: string;
  readonly crv: string;
  /** The public members of a key, in the order of RFC 7638 §3.2. */
  readonly publicMembers: readonly ("x" | "y")[];
  readonly key: EcKeyImportParams | Algorithm["signature"];
  readonly signature: { readonly name: string; readonly hash?: string };
}

/** Nothing else is ever signed or accepted. */
export const ALGORITHMS: Readonly<Record<ServiceAlgorithm, Algorithm>> = {
  ES256: {
    kty: "EC",
    crv: "P-256",
    publicMembers: ["x", "y"],
    key: { name: "ECDSA", namedCurve: "P-256" },
    signature: { name: "ECDSA", hash: "SHA-256" },
  },
  EdDSA: {
    kty: "OKP",
    crv: "Ed25519",
    publicMembers: ["x"],
    key: { name: "Ed25519" },
    signature: { name: "Ed25519" },
  },
};

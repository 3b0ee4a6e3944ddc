import { cose, decodeCredentialPublicKey, verifySignature } from "@simplewebauthn/server/helpers";
import { invalidPasskey } from "./read-response.ts";

const { COSEKEYS, COSEKTY, COSECRV } = cose;
/** 2048 to 4096 bits. */
const MIN_MODULUS = 256;
const MAX_MODULUS = 512;
/** Signatures that no key has made. That of ES256 is `SEQUENCE { INTEGER 1, INTEGER 1 }`. */
const NOBODYS = { [-7]: Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1), [-8]: new Uint8Array(64) };

/**
 * Refuses a key that could never sign in: of another curve than its algorithm has, too short, or one that the runtime
 * does not take.
 *
 * @throws AuthError `invalid_passkey`, or what the runtime throws
 */
export async function requireUsableKey(publicKey: Uint8Array<ArrayBuffer>): Promise<void> {
  const key = decodeCredentialPublicKey(publicKey) as unknown as ReadonlyMap<number, unknown>;
  if (!hasShape(key)) throw invalidPasskey();
  const algorithm = key.get(COSEKEYS.alg) as -7 | -8 | -257;
  // workerd refuses to look at a signature of another length than the key makes.
  const signature =
    algorithm === -257 ? new Uint8Array((key.get(COSEKEYS.n) as Uint8Array).length) : NOBODYS[algorithm];
  // Reading the key is what can fail: the answer is no in any case.
  await verifySignature({ credentialPublicKey: publicKey, signature, data: new Uint8Array(1) });
}

function hasShape(key: ReadonlyMap<number, unknown>): boolean {
  const kty = key.get(COSEKEYS.kty);
  const crv = key.get(COSEKEYS.crv);
  switch (key.get(COSEKEYS.alg)) {
    case -8:
      return kty === COSEKTY.OKP && crv === COSECRV.ED25519;
    case -7:
      return kty === COSEKTY.EC2 && crv === COSECRV.P256;
    case -257: {
      const modulus = key.get(COSEKEYS.n);
      return (
        kty === COSEKTY.RSA &&
        modulus instanceof Uint8Array &&
        modulus.length >= MIN_MODULUS &&
        modulus.length <= MAX_MODULUS
      );
    }
    default:
      return false;
  }
}

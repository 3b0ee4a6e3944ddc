import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject, isoBase64URL, isoCBOR, parseAuthenticatorData } from "@simplewebauthn/server/helpers";
import type { PasskeySettings } from "../options.ts";
import { requireShallow, requireShallowData } from "./cbor-depth.ts";
import { requireUsableKey } from "./public-key.ts";
import { invalidPasskey, type AssertionResponse, type Registration } from "./read-response.ts";
import { isSignature } from "./signature.ts";

/** EdDSA, ES256 and RS256 (RFC 9053 §2, RFC 8812 §2): what every runtime can verify. */
export const ALGORITHMS = [-8, -7, -257] as const;

/** What an authenticator says of a key that it has made. */
export interface MadeKey {
  readonly publicKey: string;
  readonly counter: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly aaguid: string;
}

type Expected = Pick<PasskeySettings, "rpId" | "allOrigins">;

/**
 * Verifies a registration (WebAuthn §7.1), but for its challenge, which core reads.
 *
 * @throws AuthError `invalid_passkey`
 */
export async function verifyRegistration(expected: Expected, given: Registration): Promise<MadeKey> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: given.id,
        rawId: given.id,
        type: "public-key",
        response: { clientDataJSON: given.clientDataJSON, attestationObject: withoutAttestation(given) },
        clientExtensionResults: {},
      },
      ...expectedOf(expected, given.challenge),
      supportedAlgorithmIDs: [...ALGORITHMS],
    });
    if (!verified) throw invalidPasskey();
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
    if (credential.id !== given.id) throw invalidPasskey();
    await requireUsableKey(credential.publicKey);
    return {
      publicKey: isoBase64URL.fromBuffer(credential.publicKey),
      counter: credential.counter,
      backupEligible: credentialDeviceType === "multiDevice",
      backedUp: credentialBackedUp,
      aaguid,
    };
  } catch {
    // Whatever a parser makes of hostile bytes: they are not valid.
    throw invalidPasskey();
  }
}

/** Whether an assertion has the shape of one. It asks nothing that depends on the key. @throws `invalid_passkey` */
export function checkAssertion({ authenticatorData, signature }: AssertionResponse): void {
  try {
    const data = isoBase64URL.toBuffer(authenticatorData);
    requireShallowData(data);
    parseAuthenticatorData(data);
  } catch {
    throw invalidPasskey();
  }
  if (!isSignature(isoBase64URL.toBuffer(signature))) throw invalidPasskey();
}

/** Verifies an assertion by the key that is stored (WebAuthn §7.2). `null`: it is not by it, or not for us. */
export async function verifyAssertion(
  expected: Expected,
  given: AssertionResponse,
  publicKey: string,
): Promise<{ readonly counter: number; readonly backedUp: boolean } | null> {
  const { id, clientDataJSON, authenticatorData, signature, challenge } = given;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: "public-key",
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      ...expectedOf(expected, challenge),
      // Core compares the counter, in the step that stores it.
      credential: { id, publicKey: isoBase64URL.toBuffer(publicKey), counter: 0 },
    });
    const { newCounter: counter, credentialBackedUp: backedUp } = authenticationInfo;
    return verified ? { counter, backedUp } : null;
  } catch {
    return null;
  }
}

function expectedOf({ rpId, allOrigins }: Expected, challenge: string) {
  return {
    expectedChallenge: challenge,
    expectedOrigin: [...allOrigins],
    expectedRPID: rpId,
    requireUserVerification: true,
  };
}

/**
 * The attestation object without its statement. None is asked for and nothing is concluded from one (WebAuthn §8.7),
 * but an authenticator may send one of its own signature (§5.1.3).
 */
function withoutAttestation({ attestationObject }: Registration): string {
  const object = isoBase64URL.toBuffer(attestationObject);
  requireShallow(object);
  const authData = decodeAttestationObject(object).get("authData");
  if (!(authData instanceof Uint8Array)) throw invalidPasskey();
  requireShallowData(authData);
  const none = new Map<string, string | Map<string, string> | Uint8Array>();
  none.set("fmt", "none").set("attStmt", new Map()).set("authData", authData);
  return isoBase64URL.fromBuffer(new Uint8Array(isoCBOR.encode(none)));
}

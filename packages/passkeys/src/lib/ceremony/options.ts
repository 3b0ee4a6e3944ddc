import { ALGORITHMS } from "./verify.ts";

/** A passkey that a browser shall look for, or shall not make again (WebAuthn §5.8.3). */
export interface CredentialDescriptor {
  /** The credential id, in base64url. */
  readonly id: string;
  /** The only type there is. */
  readonly type: "public-key";
  /** How the browser may reach it. */
  readonly transports: readonly string[];
}

/** For `navigator.credentials.create`, by `PublicKeyCredential.parseCreationOptionsFromJSON` (WebAuthn §5.1.9). */
export interface CreationOptions {
  /** Who asks: the application. */
  readonly rp: {
    /** The relying party. */
    readonly id: string;
    /** What browsers call it. */
    readonly name: string;
  };
  /** Whose passkey it becomes. */
  readonly user: {
    /** The user handle, in base64url. */
    readonly id: string;
    /** The address of the user. */
    readonly name: string;
    /** The same. */
    readonly displayName: string;
  };
  /** The challenge, in base64url. */
  readonly challenge: string;
  /** Which algorithms the key may have, the best first. */
  readonly pubKeyCredParams: readonly {
    /** The only type there is. */
    readonly type: "public-key";
    /** The algorithm, as COSE numbers it. */
    readonly alg: number;
  }[];
  /** Milliseconds that the ceremony may take. */
  readonly timeout: number;
  /** The passkeys that the user has: an authenticator with one of them makes no second. */
  readonly excludeCredentials: readonly CredentialDescriptor[];
  /** A passkey that is found without a name, by somebody whom the authenticator has verified. */
  readonly authenticatorSelection: {
    /** The authenticator keeps the key, and finds it by the `rpId`. */
    readonly residentKey: "required";
    /** The same, for browsers of WebAuthn Level 1. */
    readonly requireResidentKey: true;
    /** The authenticator verifies the person: by a finger, a face or a PIN. */
    readonly userVerification: "required";
  };
  /** What model the authenticator is, is not asked. */
  readonly attestation: "none";
}

/** For `navigator.credentials.get`, by `PublicKeyCredential.parseRequestOptionsFromJSON` (WebAuthn §5.1.10). */
export interface RequestOptions {
  /** The application. */
  readonly rpId: string;
  /** The challenge, in base64url. */
  readonly challenge: string;
  /** Milliseconds that the ceremony may take. */
  readonly timeout: number;
  /** The passkeys that will do. Empty: any that the person has here. */
  readonly allowCredentials: readonly CredentialDescriptor[];
  /** The authenticator verifies the person: by a finger, a face or a PIN. */
  readonly userVerification: "required";
}

/** As long as the challenge is good. */
const TIMEOUT_MS = 300_000;

/** The application, and whose passkey is asked for. */
interface Creation {
  readonly rp: CreationOptions["rp"];
  readonly challenge: string;
  readonly userHandle: string;
  readonly email: string;
  readonly existing: readonly Known[];
}

type Known = Pick<CredentialDescriptor, "id" | "transports">;

export function creationOptions({ rp, challenge, userHandle, email, existing }: Creation): CreationOptions {
  return {
    rp,
    user: { id: userHandle, name: email, displayName: email },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: TIMEOUT_MS,
    excludeCredentials: existing.map(descriptor),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    attestation: "none",
  };
}

export function requestOptions(rpId: string, challenge: string, allowed: readonly Known[] = []): RequestOptions {
  return {
    rpId,
    challenge,
    timeout: TIMEOUT_MS,
    allowCredentials: allowed.map(descriptor),
    userVerification: "required",
  };
}

function descriptor({ id, transports }: Known): CredentialDescriptor {
  return { id, type: "public-key", transports };
}

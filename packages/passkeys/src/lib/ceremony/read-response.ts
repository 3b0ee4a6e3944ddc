import { AuthError } from "@latchkey/core";

/** What a browser answers when it has made a passkey (WebAuthn §5.1.7.1), as far as it is read. */
export interface Registration {
  readonly id: string;
  readonly challenge: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
}

/** What a browser answers when a passkey has signed (WebAuthn §5.1.7.2), as far as it is read. */
export interface AssertionResponse {
  readonly id: string;
  readonly challenge: string;
  readonly userHandle: string | null;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

/** Characters of base64url. A key of RSA with an id of 1023 bytes and all that a browser adds is shorter. */
const MAX_LENGTH = 8192;
const BASE64URL = /^[\w-]+$/;
/** WebAuthn §5.8.4. A browser may know others by now: they are left out. */
const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"];

/** @throws AuthError `invalid_passkey` */
export function readRegistration(given: unknown): Registration {
  const { id, response, challenge } = readCredential(given, "webauthn.create");
  return {
    id,
    challenge,
    clientDataJSON: readBytes(response.clientDataJSON),
    attestationObject: readBytes(response.attestationObject),
    transports: readTransports(response.transports),
  };
}

/** @throws AuthError `invalid_passkey` */
export function readAssertion(given: unknown): AssertionResponse {
  const { id, response, challenge } = readCredential(given, "webauthn.get");
  const { userHandle } = response;
  return {
    id,
    challenge,
    userHandle: userHandle === undefined || userHandle === null ? null : readBytes(userHandle),
    clientDataJSON: readBytes(response.clientDataJSON),
    authenticatorData: readBytes(response.authenticatorData),
    signature: readBytes(response.signature),
  };
}

/** What is wrong with the answer of a browser, or with what an authenticator says in it. */
export function invalidPasskey(): AuthError {
  return new AuthError("invalid_passkey", "The answer of the passkey is not valid", { field: "response" });
}

interface Credential {
  readonly id: string;
  readonly challenge: string;
  readonly response: Readonly<Record<string, unknown>>;
}

function readCredential(given: unknown, type: "webauthn.create" | "webauthn.get"): Credential {
  const { id, rawId, type: kind, response } = readObject(given);
  const read = readBytes(id);
  if (rawId !== read || kind !== "public-key") throw invalidPasskey();
  const fields = readObject(response);
  const data = readClientData(readBytes(fields.clientDataJSON));
  // A page in a frame of another site is not the page that people see.
  if (data.type !== type || data.crossOrigin === true || data.topOrigin !== undefined) throw invalidPasskey();
  return { id: read, challenge: readBytes(data.challenge), response: fields };
}

/** The client data (WebAuthn §5.8.1). It is JSON in UTF-8, which is decoded without a byte order mark. */
function readClientData(encoded: string): Readonly<Record<string, unknown>> {
  try {
    const bytes = Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return readObject(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    throw invalidPasskey();
  }
}

function readObject(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw invalidPasskey();
  return given as Record<string, unknown>;
}

function readBytes(given: unknown): string {
  if (typeof given !== "string" || given.length > MAX_LENGTH || given.length % 4 === 1 || !BASE64URL.test(given))
    throw invalidPasskey();
  return given;
}

function readTransports(given: unknown): readonly string[] {
  if (!Array.isArray(given)) return [];
  return TRANSPORTS.filter((one) => given.slice(0, TRANSPORTS.length * 2).includes(one));
}

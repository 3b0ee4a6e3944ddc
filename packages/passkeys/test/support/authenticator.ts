import type { CreationOptions, RequestOptions } from "@latchkey/passkeys";
import { cbor, fromBase64url, join, toBase64url, type Cbor } from "./cbor.ts";
import { derSignature } from "./der.ts";

export const ORIGIN = "https://app.example.com";
export const RP_ID = "example.com";

/** What an authenticator and a browser do otherwise than they should. */
export interface Tricks {
  readonly origin?: string;
  readonly rpId?: string;
  /** Bits of the flags: user present 1, user verified 4, backup eligible 8, backed up 16. Default: 1 and 4. */
  readonly flags?: number;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly challenge?: string;
  readonly type?: string;
  /** More of the client data. */
  readonly clientData?: object;
  readonly transports?: readonly string[];
  readonly attestation?: readonly [format: string, statement: ReadonlyMap<string, Cbor>];
  readonly id?: Uint8Array;
  /** Changes the COSE key. */
  readonly key?: (key: Map<number, Cbor>) => Map<number, Cbor>;
}

export type Algorithm = -7 | -8 | -257;

const KEYS = {
  [-7]: { name: "ECDSA", namedCurve: "P-256" },
  [-8]: { name: "Ed25519" },
  [-257]: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
} as const;

/** What a browser sends. */
export type Answer = Record<string, unknown> & { readonly id: string; readonly response: Record<string, unknown> };

/** A passkey in software: its keys and signatures are real. */
export interface SoftPasskey {
  readonly id: string;
  readonly userHandle: string;
  /** The answer of the browser that made it. */
  readonly made: Answer;
  counter: number;
  /** Signs in, or proves. */
  sign(options: RequestOptions, tricks?: Tricks): Promise<Answer>;
}

/** Makes a passkey, as a browser does with these options. */
export async function makePasskey(
  options: CreationOptions,
  { algorithm = -7, ...tricks }: Tricks & { readonly algorithm?: Algorithm } = {},
): Promise<SoftPasskey> {
  const id = tricks.id ?? crypto.getRandomValues(new Uint8Array(32));
  const pair = (await crypto.subtle.generateKey(KEYS[algorithm], true, ["sign", "verify"])) as CryptoKeyPair;
  const key = await coseKey(algorithm, pair.publicKey);
  const attested = join(
    new Uint8Array(16),
    Uint8Array.of(id.length >> 8, id.length & 255),
    id,
    cbor((tricks.key ?? ((one) => one))(key)),
  );
  const authData = join(await head(options.rp.id, 0x40, tricks), attested);
  const [format, statement] = tricks.attestation ?? ["none", new Map<string, Cbor>()];
  const object = new Map<string, Cbor>([
    ["fmt", format],
    ["attStmt", statement],
    ["authData", authData],
  ]);
  const encoded = toBase64url(id);
  const userHandle = options.user.id;
  const made = credential(encoded, {
    clientDataJSON: clientData("webauthn.create", options.challenge, tricks),
    attestationObject: toBase64url(cbor(object)),
    transports: tricks.transports ?? ["internal"],
  });
  const own: SoftPasskey = {
    id: encoded,
    userHandle,
    made,
    counter: tricks.counter ?? 0,
    async sign({ rpId, challenge }, more = {}) {
      const counter = more.counter ?? own.counter;
      const data = await head(rpId, 0, { ...more, counter });
      const clientDataJSON = clientData("webauthn.get", challenge, more);
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", fromBase64url(clientDataJSON)));
      const signature = await signatureOf(algorithm, pair.privateKey, join(data, hash));
      const { userHandle: handle = userHandle } = more;
      return credential(encoded, {
        clientDataJSON,
        authenticatorData: toBase64url(data),
        signature: toBase64url(signature),
        ...(handle === null ? null : { userHandle: handle }),
      });
    },
  };
  return own;
}

async function head(rpId: string, flags: number, tricks: Tricks): Promise<Uint8Array> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(tricks.rpId ?? rpId));
  const counter = new DataView(new ArrayBuffer(4));
  counter.setUint32(0, tricks.counter ?? 0);
  return join(new Uint8Array(hash), Uint8Array.of((tricks.flags ?? 0x05) | flags), new Uint8Array(counter.buffer));
}

function clientData(type: string, challenge: string, tricks: Tricks): string {
  const data = {
    type: tricks.type ?? type,
    challenge: tricks.challenge ?? challenge,
    origin: tricks.origin ?? ORIGIN,
    crossOrigin: false,
    ...tricks.clientData,
  };
  return toBase64url(new TextEncoder().encode(JSON.stringify(data)));
}

function credential(id: string, response: Record<string, unknown>): Answer {
  return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
}

async function coseKey(algorithm: Algorithm, key: CryptoKey): Promise<Map<number, Cbor>> {
  const jwk = await crypto.subtle.exportKey("jwk", key);
  const part = (name: "x" | "y" | "n" | "e") => fromBase64url(jwk[name]!);
  if (algorithm === -7)
    return new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, part("x")],
      [-3, part("y")],
    ]);
  if (algorithm === -8)
    return new Map<number, Cbor>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part("x")],
    ]);
  return new Map<number, Cbor>([
    [1, 3],
    [3, -257],
    [-1, part("n")],
    [-2, part("e")],
  ]);
}

async function signatureOf(algorithm: Algorithm, key: CryptoKey, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const name = algorithm === -7 ? { name: "ECDSA", hash: "SHA-256" } : KEYS[algorithm].name;
  const signature = new Uint8Array(await crypto.subtle.sign(name, key, data));
  return algorithm === -7 ? derSignature(signature) : signature;
}

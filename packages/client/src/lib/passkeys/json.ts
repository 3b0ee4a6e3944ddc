/** What a server sends for `navigator.credentials.create`. */
export interface CreationJson {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly excludeCredentials: readonly DescriptorJson[];
}

/** What a server sends for `navigator.credentials.get`. */
export interface RequestJson {
  readonly rpId: string;
  readonly challenge: string;
  readonly allowCredentials: readonly DescriptorJson[];
}

interface DescriptorJson {
  readonly id: string;
}

// Browsers read and write this JSON themselves (WebAuthn Level 3 §5.1.7 to §5.1.10), but Safari only since 2025. And
// some password managers put passkeys of their own in the place of the browser's, whose methods throw "Illegal
// invocation". So nothing is asked of the browser but the bytes.

/** Reads the options of a server. */
export function creationOptions(json: CreationJson): PublicKeyCredentialCreationOptions {
  const { challenge, user, excludeCredentials } = json;
  return {
    ...json,
    challenge: decode(challenge),
    user: { ...user, id: decode(user.id) },
    excludeCredentials: excludeCredentials.map(descriptor),
  } as unknown as PublicKeyCredentialCreationOptions;
}

/** Reads the options of a server. */
export function requestOptions(json: RequestJson): PublicKeyCredentialRequestOptions {
  const { challenge, allowCredentials } = json;
  return {
    ...json,
    challenge: decode(challenge),
    allowCredentials: allowCredentials.map(descriptor),
  } as PublicKeyCredentialRequestOptions;
}

/** What is sent to the server of the answer of an authenticator. */
export function answerOf({ id, type, response }: PublicKeyCredential): object {
  const given = response as Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>;
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = given;
  const fields = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  return {
    id,
    rawId: id,
    type,
    response: {
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value && encode(value)])),
      transports: transportsOf(given),
    },
  };
}

function transportsOf(response: Partial<AuthenticatorAttestationResponse>): readonly string[] | undefined {
  try {
    return response.getTransports?.();
  } catch {
    return undefined;
  }
}

function descriptor({ id, ...rest }: DescriptorJson): object {
  return { ...rest, id: decode(id) };
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

function encode(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

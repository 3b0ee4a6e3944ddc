/** What browsers are told, so that they offer no passkey that is gone (WebAuthn Level 3 §5.1.10). */
export interface Signal {
  readonly rpId: string;
  readonly userId: string;
  readonly allAcceptedCredentialIds: readonly string[];
  readonly name: string;
  readonly displayName: string;
}

/** The parts of the Signal API. A browser may have none of them. */
interface SignalApi {
  signalAllAcceptedCredentials?(options: object): Promise<void>;
  signalCurrentUserDetails?(options: object): Promise<void>;
  signalUnknownCredential?(options: object): Promise<void>;
}

/** Tells the browser which passkeys the user has, and what the user is called. */
export function signalList({ rpId, userId, allAcceptedCredentialIds, name, displayName }: Signal): void {
  tell((api) => api.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }));
  tell((api) => api.signalCurrentUserDetails?.({ rpId, userId, name, displayName }));
}

/** Tells the browser of a passkey that the server does not have. */
export function signalUnknown(rpId: string, credentialId: string): void {
  tell((api) => api.signalUnknownCredential?.({ rpId, credentialId }));
}

/** It is a courtesy: nothing fails with it. */
function tell(call: (api: SignalApi) => Promise<void> | undefined): void {
  const api = globalThis.PublicKeyCredential as unknown as SignalApi | undefined;
  try {
    if (api) call(api)?.catch(() => {});
  } catch {}
}

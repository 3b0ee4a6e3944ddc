import { LatchkeyError } from "../errors.ts";
import { answerOf, creationOptions, requestOptions, type CreationJson, type RequestJson } from "./json.ts";

/** The challenge of a server is good for 5 minutes, and a form may be open for hours. */
const RENEW_AFTER_MS = 240_000;
/** A laptop that wakes has no network for a moment, and a server that is away comes back. */
const RETRY_AFTER_MS = 60_000;

/** The one request that waits in the background, and what takes its place for now. A page has one at a time. */
let waiting: AbortController | undefined;
let dialog: Promise<unknown> | undefined;

/**
 * Lets the person make a passkey.
 *
 * @returns the answer, for the server
 * @throws LatchkeyError `access_denied`, `passkey_taken`
 */
export function makePasskey(options: CreationJson): Promise<object> {
  return inDialog(() => navigator.credentials.create({ publicKey: creationOptions(options) }));
}

/**
 * Asks the person for a passkey, in a dialog.
 *
 * @returns the answer, for the server
 * @throws LatchkeyError `access_denied`
 */
export function askForPasskey(options: RequestJson, signal?: AbortSignal): Promise<object> {
  return inDialog(() =>
    navigator.credentials.get({ publicKey: requestOptions(options), ...(signal ? { signal } : null) }),
  );
}

/**
 * Offers passkeys where the browser fills in forms (`autocomplete="username webauthn"`), until the person picks one.
 *
 * @param options asks the server for options: each has a challenge that grows old
 * @returns the answer, for the server
 * @throws LatchkeyError `access_denied`
 */
export async function offerPasskeys(options: () => Promise<RequestJson>, signal?: AbortSignal): Promise<object> {
  const isAble = globalThis.PublicKeyCredential?.isConditionalMediationAvailable;
  if (!(await isAble?.call(PublicKeyCredential))) throw denied();
  for (let isRenewal = false; ; isRenewal = true) {
    await dialog;
    const json = await (isRenewal ? askAgain(options, signal) : options());
    // One was opened meanwhile.
    if (dialog) continue;
    if (signal?.aborted) throw denied(signal.reason);
    const publicKey = requestOptions(json);
    waiting?.abort();
    const own = (waiting = new AbortController());
    const stop = () => own.abort();
    signal?.addEventListener("abort", stop);
    const timer = setTimeout(stop, RENEW_AFTER_MS);
    try {
      return await answer(() => navigator.credentials.get({ publicKey, mediation: "conditional", signal: own.signal }));
    } catch (error) {
      // Another call that offers passkeys takes the place of this one.
      if (!own.signal.aborted || signal?.aborted || (waiting !== own && waiting)) throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      if (waiting === own) waiting = undefined;
    }
  }
}

/** Asks until there is an answer, or nobody waits for one any more. */
async function askAgain(options: () => Promise<RequestJson>, signal?: AbortSignal): Promise<RequestJson> {
  for (;;) {
    try {
      return await options();
    } catch (error) {
      if (!signal?.aborted) await pause(signal);
      if (signal?.aborted) throw error;
    }
  }
}

function pause(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, RETRY_AFTER_MS);
    signal?.addEventListener("abort", end);
  });
}

/** A browser refuses a dialog while a request waits in the background: that one starts again afterwards. */
async function inDialog(ask: () => Promise<Credential | null>): Promise<object> {
  waiting?.abort();
  const asked = answer(ask);
  const settled = asked.catch(() => {});
  dialog = settled;
  try {
    return await asked;
  } finally {
    if (dialog === settled) dialog = undefined;
  }
}

async function answer(ask: () => Promise<Credential | null>): Promise<object> {
  if (!globalThis.PublicKeyCredential) throw denied();
  try {
    const credential = await ask();
    if (credential) return answerOf(credential as PublicKeyCredential);
  } catch (cause) {
    if ((cause as Error).name === "InvalidStateError")
      throw new LatchkeyError("passkey_taken", "This device has a passkey for the account already", { cause });
    throw denied(cause);
  }
  throw denied();
}

/** Browsers do not tell whether the person has refused, or has no passkey. */
function denied(cause?: unknown): LatchkeyError {
  return new LatchkeyError("access_denied", "No passkey was given", { cause });
}

import type { Auth, Client, JsonObject, OpenOptions, Session, SignedIn } from "@latchkey/core";
import { passkeyAccounts, type Assertion, type Passkey, type VerifiedRegistration } from "@latchkey/core/passkeys";
import { defaultName } from "./ceremony/default-name.ts";
import { creationOptions, requestOptions, type CreationOptions, type RequestOptions } from "./ceremony/options.ts";
import { readAssertion, readRegistration } from "./ceremony/read-response.ts";
import { checkAssertion, verifyAssertion, verifyRegistration } from "./ceremony/verify.ts";
import { passkeySettings, type PasskeyOptions, type PasskeySettings } from "./options.ts";

/** What a browser answered: the JSON of `credential.toJSON()`. Anything else is refused. */
export interface Answer {
  /** The JSON. */
  readonly response: unknown;
}

/** A passkey that a browser has made. */
export interface NewPasskey extends Answer {
  /** 1 to 64 characters, for its owner to know it by. Default: by its kind, such as `"Synced passkey"`. */
  readonly name?: string | undefined;
}

/** Who signs up. */
export interface SignUpInput {
  /** The e-mail address. Its case does not matter. */
  readonly email: string;
  /** The metadata, as the `metadata` option of `createAuth` takes it. */
  readonly metadata?: unknown;
}

/** The passkeys of a user, and what the Signal API of browsers takes (WebAuthn §5.1.10). */
export interface ListedPasskeys {
  /** The oldest first, at most 100. */
  readonly passkeys: readonly Passkey[];
  /** For `PublicKeyCredential.signalAllAcceptedCredentials` and `signalCurrentUserDetails`. */
  readonly signal: {
    /** The relying party. */
    readonly rpId: string;
    /** The user handle, in base64url. */
    readonly userId: string;
    /** The ids of all passkeys of the user. */
    readonly allAcceptedCredentialIds: readonly string[];
    /** The address of the user. */
    readonly name: string;
    /** The same. */
    readonly displayName: string;
  };
}

/**
 * What `passkeys` returns: for `passkeyRoutes`, and for server code. A ceremony has two steps. The options of the first
 * hold a challenge, which is good for 5 minutes, for this step of this person, and once.
 *
 * Every method may throw AuthError `storage_unavailable`; one with a token, `unauthenticated`; one with an answer,
 * `invalid_passkey` (it is malformed, or a new passkey does not verify) and `flow_expired`.
 */
export interface Passkeys<Metadata = JsonObject> {
  /** The relying party. */
  readonly rpId: string;
  /** Begins a sign-in. It asks nothing of storage, and is the same for everybody. */
  beginSignIn(): Promise<RequestOptions>;
  /**
   * Signs in. A passkey counts as two factors.
   *
   * @param answer what the browser answered
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`
   * @throws AuthError `invalid_credentials` (the same for an unknown key, another pool's, a disabled user, a wrong
   * origin, a person who was not verified, a wrong signature and a counter that fell back), `email_not_verified`,
   * `rate_limited` and `refused` (from a hook or guard)
   */
  signIn(answer: Answer, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;
  /**
   * Begins a sign-up without a password. It creates nothing.
   *
   * @param input `email`, and `metadata`, which `signUp` gets again
   * @param client where the request comes from, for guards
   * @throws AuthError `sign_ups_closed`, `invalid_email`, `invalid_metadata`, `user_exists`, `rate_limited`, `refused`
   */
  beginSignUp(input: SignUpInput, client?: Client): Promise<CreationOptions>;
  /**
   * Creates the user, with the passkey and the first session. The address is not verified.
   *
   * @param made what the browser answered, `name`, and the `metadata` of the user
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`
   * @throws AuthError `user_exists`, `passkey_taken`, `invalid_input` (field `name`), `sign_ups_closed`,
   * `invalid_metadata`, `rate_limited`, `refused`
   */
  signUp(
    made: NewPasskey & Pick<SignUpInput, "metadata">,
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn<Metadata>>;
  /**
   * Begins to add a passkey to the user of a session, which must have been proved in the last 5 minutes.
   *
   * @param token the session token
   * @throws AuthError `proof_required`, `refused` (the user has 100)
   */
  beginAdd(token: string): Promise<CreationOptions>;
  /**
   * Adds a passkey to the user of the session that began it.
   *
   * @param token the session token
   * @param made what the browser answered, and `name`
   * @param client where the request comes from, for events
   * @throws AuthError `proof_required`, `passkey_taken`, `invalid_input` (field `name`), `refused`
   */
  add(token: string, made: NewPasskey, client?: Client): Promise<Passkey>;
  /**
   * Begins to prove a session by a passkey of its user.
   *
   * @param token the session token
   * @throws AuthError `not_found` (the user has none)
   */
  beginProof(token: string): Promise<RequestOptions>;
  /**
   * Renews the proof of a session by a passkey of its user. It opens no session.
   *
   * @param token the session token
   * @param answer what the browser answered
   * @param client where the request comes from, for guards and events
   * @returns the session, with the new `provedAt` and the `methods` `["passkey"]`
   * @throws AuthError `invalid_credentials`, `rate_limited`, `refused`
   */
  prove(token: string, answer: Answer, client?: Client): Promise<Session>;
  /**
   * Lists the passkeys of the user of a session.
   *
   * @param token the session token
   */
  list(token: string): Promise<ListedPasskeys>;
  /**
   * The passkeys of the user of a session that `auth.getSession` has just found: a page that needs both then reads the
   * session once. It checks no credential: never give it what a client sent.
   *
   * @param session the session that `auth.getSession` found
   */
  listFor(session: Session): Promise<readonly Passkey[]>;
  /**
   * Gives a passkey of the user another name.
   *
   * @param token the session token
   * @param input `id`, and `name`: 1 to 64 characters
   * @param client where the request comes from, for events
   * @throws AuthError `invalid_input` (field `name`), `not_found` (the user has no such passkey), `refused`
   */
  rename(token: string, input: { readonly id: string; readonly name: string }, client?: Client): Promise<void>;
  /**
   * Deletes a passkey of the user, unless it is the last way in.
   *
   * @param token the session token
   * @param input `id`, and `currentPassword`, which a session needs that was not proved in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @throws AuthError `proof_required`, `last_way_in`, `not_found` (the user has no such passkey),
   * `invalid_credentials`, `invalid_password`, `password_too_long`, `rate_limited`, `refused`, `overloaded`
   */
  delete(
    token: string,
    input: { readonly id: string; readonly currentPassword?: string | undefined },
    client?: Client,
  ): Promise<void>;
}

const known = new WeakMap<object, PasskeySettings>();

/**
 * Lets people sign up and in by passkey (WebAuthn Level 3): with a finger, a face or a PIN, and without a password.
 *
 * @param auth Made by `createAuth`.
 * @param options `rpId` and `origins` are needed: see `PasskeyOptions`.
 * @throws TypeError An option is missing, unknown or unsafe.
 * @example
 * import { passkeyRoutes, passkeys } from "@latchkey/passkeys";
 *
 * const keys = passkeys(auth, { rpId: "example.com", rpName: "Example", origins: ["https://app.example.com"] });
 * const handler = createHandler(auth, { routes: passkeyRoutes(keys) });
 */
export function passkeys<Metadata = JsonObject, Claims = JsonObject>(
  auth: Auth<Metadata, Claims>,
  options: PasskeyOptions,
): Passkeys<Metadata> {
  const settings = passkeySettings(options);
  const { rpId, rpName: name } = settings;
  const accounts = passkeyAccounts(auth as unknown as Auth);
  const rp = { id: rpId, name };
  const companion: Passkeys = {
    rpId,
    beginSignIn: async () => requestOptions(rpId, await accounts.beginSignIn()),
    signIn: async (answer, ...rest) => accounts.signIn(asserted(settings, answer), ...rest),
    beginSignUp: async (...given) => creationOptions({ rp, ...(await accounts.beginSignUp(...given)) }),
    signUp: async ({ metadata, ...made }, client, opening) =>
      accounts.signUp(await registered(settings, made), { metadata, ...opening }, client),
    beginAdd: async (token) => creationOptions({ rp, ...(await accounts.beginAdd(token)) }),
    add: async (token, made, client) => accounts.add(token, await registered(settings, made), client),
    async beginProof(token) {
      const { challenge, existing } = await accounts.beginProof(token);
      return requestOptions(rpId, challenge, existing);
    },
    prove: async (token, answer, client) => accounts.prove(token, asserted(settings, answer), client),
    async list(token) {
      const { passkeys: listed, userHandle: userId, email } = await accounts.list(token);
      const allAcceptedCredentialIds = listed.map(({ id }) => id);
      return { passkeys: listed, signal: { rpId, userId, allAcceptedCredentialIds, name: email, displayName: email } };
    },
    listFor: accounts.listFor,
    rename: accounts.rename,
    delete: accounts.delete,
  };
  known.set(companion, settings);
  return companion as Passkeys<Metadata>;
}

/** The settings of what `passkeys` returned. @throws TypeError for anything else */
export function settingsOf(companion: object): PasskeySettings {
  const settings = known.get(companion);
  if (!settings) throw new TypeError("expected what passkeys(auth, …) returned");
  return settings;
}

/** An answer of a passkey that core may check, once it knows the key. @throws AuthError `invalid_passkey` */
function asserted(settings: PasskeySettings, { response }: Answer): Assertion {
  const read = readAssertion(response);
  checkAssertion(read);
  const { id, challenge, userHandle } = read;
  return { id, challenge, userHandle, verify: (publicKey) => verifyAssertion(settings, read, publicKey) };
}

/** A new passkey, verified. @throws AuthError `invalid_passkey` */
async function registered(settings: PasskeySettings, { response, name }: NewPasskey): Promise<VerifiedRegistration> {
  const read = readRegistration(response);
  const made = await verifyRegistration(settings, read);
  const { id, challenge, transports } = read;
  return { ...made, id, challenge, transports, name: name ?? defaultName(made.backupEligible, transports) };
}

import type { Client } from "../client.ts";
import type { JsonObject, User } from "../user.ts";
import { askForPasskey, offerPasskeys } from "./ceremony.ts";
import type { CreationJson, RequestJson } from "./json.ts";
import { keep } from "./keep.ts";
import { ownPasskeys, type PasskeyActions } from "./own.ts";

/** How `signInWithPasskey` asks. */
export interface PasskeySignIn {
  /**
   * `true`: offers passkeys where the browser fills in a field with `autocomplete="username webauthn"`, and waits until
   * the person picks one. Default `false`: a dialog.
   */
  readonly autofill?: boolean | undefined;
  /**
   * Called when the person has picked a passkey, before the server hears of it. With autofill, what fails before is
   * nobody's concern: nobody has asked for anything yet.
   */
  readonly onPick?: (() => void) | undefined;
  /** Stops asking: give one to autofill, and abort it when the form goes. */
  readonly signal?: AbortSignal | undefined;
}

/** What `signUpWithPasskey` takes. */
export interface PasskeySignUp<MetadataInput = JsonObject> {
  /** The e-mail address. */
  readonly email: string;
  /** What the application wants to know about the user: a JSON object. */
  readonly metadata?: MetadataInput | null | undefined;
  /** A name for the passkey: 1 to 64 characters. Default: one by its kind. */
  readonly name?: string | undefined;
}

/**
 * What `withPasskeys` adds. Whatever asks for a passkey may fail with `access_denied`: the person has closed the
 * dialog, has no passkey here, or the browser knows none.
 */
export interface PasskeyClient<Metadata = JsonObject, MetadataInput = Metadata> {
  /** The passkeys of the user. */
  readonly passkeys: PasskeyActions;
  /**
   * Signs in by a passkey.
   *
   * @throws LatchkeyError `access_denied`, `invalid_credentials` (no account has the passkey, or it is disabled),
   * `flow_expired` (it took too long), `email_not_verified`, `rate_limited` (with `retryAfter`)
   */
  signInWithPasskey(how?: PasskeySignIn): Promise<User<Metadata>>;
  /**
   * Creates an account with a passkey and without a password, and signs in.
   *
   * @throws LatchkeyError `access_denied`, `invalid_email`, `invalid_metadata`, `user_exists`, `sign_ups_closed`,
   * `flow_expired` (it took too long), `rate_limited` (with `retryAfter`)
   */
  signUpWithPasskey(input: PasskeySignUp<MetadataInput>): Promise<User<Metadata>>;
  /**
   * Proves once more that it is the user, by a passkey. It opens no session.
   *
   * @throws LatchkeyError `access_denied`, `not_found` (the user has no passkey), `invalid_credentials`,
   * `flow_expired`, `unauthenticated`, `rate_limited` (with `retryAfter`)
   */
  proveWithPasskey(how?: Pick<PasskeySignIn, "signal">): Promise<void>;
}

/** The part of a client that passkeys need. */
type Base<Metadata> = Pick<Client<Metadata, never>, "request" | "openSession">;

/**
 * Adds passkeys to a client, where the server has `passkeyRoutes`. Who does not call it does not bundle it.
 *
 * @example
 * import { createClient, withPasskeys } from "@latchkey/client";
 *
 * const client = withPasskeys(createClient());
 * const user = await client.signInWithPasskey();
 */
export function withPasskeys<Metadata, MetadataInput, Some extends Base<Metadata>>(
  client: Some & Pick<Client<Metadata, MetadataInput>, "openSession" | "signUp">,
): Some & PasskeyClient<Metadata, MetadataInput> {
  const { request, openSession } = client;
  const optionsOf = async <Options>(path: `/${string}`, body?: object) =>
    (await request<{ options: Options }>("POST", `${path}/options`, body)).options;
  const forSignIn = () => optionsOf<RequestJson>("/signin/passkey");

  return {
    ...(client as Some),
    passkeys: ownPasskeys(client),
    async signInWithPasskey({ autofill = false, onPick, signal } = {}) {
      const response = autofill
        ? await offerPasskeys(forSignIn, signal)
        : await askForPasskey(await forSignIn(), signal);
      onPick?.();
      return openSession("/signin/passkey", { response });
    },
    async signUpWithPasskey({ email, metadata, name }) {
      const options = await optionsOf<CreationJson>("/signup/passkey", { email, metadata });
      return keep(options, (response) => openSession("/signup/passkey", { response, name, metadata }));
    },
    async proveWithPasskey({ signal } = {}) {
      const response = await askForPasskey(await optionsOf<RequestJson>("/prove/passkey"), signal);
      await request("POST", "/prove/passkey", { response });
    },
  };
}

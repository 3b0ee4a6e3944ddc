import { createAuth, type AuthEvent, type AuthFailure, type AuthOptions, type Storage } from "@latchkey/core";
import { stepUp } from "@latchkey/core/step-up";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { createHandler, type HandlerOptions } from "@latchkey/http";
import { passkeyRoutes, passkeys, type CreationOptions, type PasskeyOptions } from "@latchkey/passkeys";
import { makePasskey, ORIGIN, RP_ID, type Algorithm, type Tricks } from "./authenticator.ts";

export const SECRET = "a secret of this project, 32 bytes or more";
export const PASSWORD = "correct horse battery staple";

export interface Options extends Partial<PasskeyOptions> {
  readonly auth?: Partial<AuthOptions>;
  readonly handler?: Partial<HandlerOptions>;
}

/** An application with passkeys, over a storage that may hold others' accounts already. */
export function openApplication(storage: Storage, { auth: more, handler: http, ...rest }: Options = {}) {
  const clock = testClock();
  const events: AuthEvent[] = [];
  const failures: AuthFailure[] = [];
  const hooks = {
    ...more?.hooks,
    after: (event: AuthEvent) => void events.push(event),
    failed: (failure: AuthFailure) => void failures.push(failure),
  };
  const base = { storage, secret: SECRET, passwords: fastHasher(), guards: [], now: clock.now };
  const auth = createAuth({ ...base, ...more, hooks });
  const keys = passkeys(auth, { rpId: RP_ID, origins: [ORIGIN], ...rest });
  const reported: unknown[] = [];
  const handler = createHandler(auth, {
    routes: passkeyRoutes(keys),
    onError: (error) => void reported.push(error),
    ...http,
  });
  const make = (options: CreationOptions, tricks?: Tricks & { readonly algorithm?: Algorithm }) =>
    makePasskey(options, tricks);

  return {
    auth,
    keys,
    clock,
    handler,
    events,
    failures,
    reported,
    proof: stepUp(auth),
    make,
    /** The types of the events so far; then there are none. */
    told: () => events.splice(0).map(({ type }) => type),
    /** Signs somebody up by a new passkey. */
    async signUp(tricks: Tricks & { readonly algorithm?: Algorithm } = {}, email = freshEmail()) {
      const passkey = await make(await keys.beginSignUp({ email }), tricks);
      return { passkey, email, ...(await keys.signUp({ response: passkey.made })) };
    },
    /** A user with a password, and the token of a session that was proved now. */
    async signUpByPassword(email = freshEmail()) {
      return { email, ...(await auth.signUp({ email, password: PASSWORD })) };
    },
    /** Adds a passkey to the user of a session. */
    async add(token: string, tricks: Tricks & { readonly algorithm?: Algorithm; readonly name?: string } = {}) {
      const { name, ...others } = tricks;
      const passkey = await make(await keys.beginAdd(token), others);
      return { passkey, added: await keys.add(token, { response: passkey.made, name }) };
    },
    /** Signs in by a passkey. */
    async signIn(passkey: Awaited<ReturnType<typeof makePasskey>>, tricks: Tricks = {}) {
      return keys.signIn({ response: await passkey.sign(await keys.beginSignIn(), tricks) });
    },
  };
}

export function freshEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

/** What an `AuthError` looks like. */
export function refusal(code: string, field?: string) {
  return { name: "AuthError", code, ...(field === undefined ? null : { field }) };
}

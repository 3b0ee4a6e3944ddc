import type { Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { freshEmail, openApplication } from "./application.ts";
import type { Answer } from "./authenticator.ts";

export const MEGABYTE = "A".repeat(1024 * 1024);

/** Somebody with a passkey, and the answers of the browser to a sign-in and to a sign-up. */
export async function openVictim(storage: Storage = memoryStorage()) {
  const application = openApplication(storage);
  const { keys, signUp, make } = application;
  const { passkey, user } = await signUp();
  const signIn = await passkey.sign(await keys.beginSignIn());
  const { made } = await make(await keys.beginSignUp({ email: freshEmail() }));
  return { ...application, passkey, user, signInAnswer: signIn, signUpAnswer: made };
}

/** An answer with one field of its response replaced. */
export function withField({ response, ...rest }: Answer, name: string, value: unknown): unknown {
  if (name in rest) return { ...rest, response, [name]: value };
  return { ...rest, response: { ...response, [name]: value } };
}

export const FIELDS = {
  signUp: ["id", "rawId", "type", "clientDataJSON", "attestationObject"],
  signIn: ["id", "rawId", "type", "clientDataJSON", "authenticatorData", "signature", "userHandle"],
} as const;

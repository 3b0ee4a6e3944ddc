import type { Auth } from "@latchkey/core";
import { passkeys } from "@latchkey/passkeys";
import { makePasskey, ORIGIN, RP_ID } from "../../packages/passkeys/test/support/authenticator.ts";

/** What passkeys ask of storage: `token` is that of a session with a recent proof. */
export async function hearPasskeys(
  during: <T>(name: string, work: () => Promise<T>) => Promise<T>,
  { auth, token }: { readonly auth: Auth; readonly token: string },
): Promise<void> {
  const keys = passkeys(auth, { rpId: RP_ID, origins: [ORIGIN] });
  const signUp = await during("passkeys.beginSignUp", () => keys.beginSignUp({ email: "kim@example.com" }));
  const first = await makePasskey(signUp);
  await during("passkeys.signUp", () => keys.signUp({ response: first.made }));
  const signIn = { response: await first.sign(await during("passkeys.beginSignIn", () => keys.beginSignIn())) };
  await during("passkeys.signIn", () => keys.signIn(signIn));
  const { made, sign, id } = await makePasskey(await during("passkeys.beginAdd", () => keys.beginAdd(token)));
  await during("passkeys.add", () => keys.add(token, { response: made }));
  const proof = { response: await sign(await during("passkeys.beginProof", () => keys.beginProof(token))) };
  await during("passkeys.prove", () => keys.prove(token, proof));
  await during("passkeys.list", () => keys.list(token));
  await during("passkeys.rename", () => keys.rename(token, { id, name: "Key" }));
  await during("passkeys.delete", () => keys.delete(token, { id }));
}

/** What compiles, and what does not: the compiler reads this with the types of React 18 and of React 19. */

import { createClient } from "@latchkey/client";
import type { Auth } from "@latchkey/core";
import { createAuthenticator } from "@latchkey/http";
import { en } from "@latchkey/locales/en";
import {
  AuthProvider,
  initialSession,
  SignedIn,
  SignInForm,
  SignUpForm,
  useAuth,
  useSignIn,
  useSubmission,
  useUser,
} from "@latchkey/react";

declare const auth: Auth;
declare const request: Request;
interface Profile {
  readonly name: string;
}

export async function server() {
  const session = await createAuthenticator(auth)(request);
  // @ts-expect-error a user of the server may have appMetadata, which browsers must not see
  const wrong = <AuthProvider initialSession={session?.user ?? null} />;
  return [wrong, <AuthProvider key="right" initialSession={initialSession(session)} />];
}

export function components() {
  const name: string | undefined = useUser<Profile>()?.metadata?.name;
  const client = useAuth<Profile>();
  // @ts-expect-error the metadata of a Profile has a name
  void client.account.update({ metadata: { nme: "Ada" } });
  const { submit, errors, formError } = useSignIn();
  // @ts-expect-error `identifier` is missing
  void submit({ password: "correct horse battery" });
  const save = useSubmission((input: { readonly name: string }) => client.account.update({ metadata: input }), {
    onSuccess: (user) => void user.metadata?.name,
  });
  void save.submit({ name: "Ada" });
  return (
    <AuthProvider
      client={createClient<Profile>()}
      locale={{ code: "en", forms: en.forms }}
      classNames={{ input: "form-control" }}
    >
      <SignInForm
        onSuccess={({ email }) => email.length}
        links={{ signUp: "/sign-up" }}
        nextStep={({ code }) => code === "refused" && <p>{name}</p>}
      >
        {({ pending }) => <button disabled={pending}>{errors["identifier"] ?? formError}</button>}
      </SignInForm>
      {/* @ts-expect-error there is no such link */}
      <SignUpForm links={{ terms: "/terms" }} />
      {/* @ts-expect-error there is no such part */}
      <AuthProvider classNames={{ inputs: "form-control" }} />
      <SignedIn>{(user) => user.email}</SignedIn>
    </AuthProvider>
  );
}

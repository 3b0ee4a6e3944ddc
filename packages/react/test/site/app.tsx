import { createClient, type Methods } from "@latchkey/client";
import { de } from "@latchkey/locales/de";
import { en } from "@latchkey/locales/en";
import { ja } from "@latchkey/locales/ja";
import {
  ApiKeyList,
  AuthProvider,
  ChangeEmailForm,
  ChangePasswordForm,
  ConfirmEmail,
  DeleteAccountForm,
  EmailVerification,
  ForgotPasswordForm,
  IdentityList,
  mailSignIn,
  MailSignInForm,
  PasskeyButton,
  PasskeyList,
  passkeys,
  ResetPasswordForm,
  secondFactor,
  SecondFactorSetup,
  SessionList,
  SignedIn,
  SignedOut,
  SignInForm,
  SignUpForm,
  SocialButtons,
  useAuth,
  useSession,
  UserMenu,
  useUser,
  VerifyEmail,
  type InitialSession,
} from "@latchkey/react";
import { StrictMode, Suspense, type ReactElement } from "react";
import { Hidden } from "./hidden.tsx";
import { OwnMarkup } from "./own-markup.tsx";
import { SignUpWithName } from "./sign-up-with-name.tsx";

/** What the server hands to the browser. */
export interface Hints {
  readonly path: string;
  readonly language: string;
  readonly initialSession?: InitialSession;
  readonly methods?: Methods;
}

const client = createClient();
const languages = { en, ja, de } as const;
const links = {
  signIn: "/sign-in",
  signUp: "/sign-up",
  forgotPassword: "/forgot-password",
  mailSignIn: "/mail-sign-in",
  account: "/account",
};

const WAYS = [passkeys, secondFactor, mailSignIn];
/** What the server of most tests has: an application names the ways of its own server. */
const OF_THIS_SERVER = [mailSignIn];

export function App({ path, language, initialSession, methods }: Hints): ReactElement {
  const Page = pages[path] ?? (() => <p>Nothing here</p>);
  return (
    <StrictMode>
      <AuthProvider
        client={client}
        initialSession={initialSession}
        methods={methods}
        onSessionChange={path === "/followed" ? changed : undefined}
        locale={languages[language as keyof typeof languages] ?? en}
        links={links}
        ways={path === "/sign-in/still" ? OF_THIS_SERVER : WAYS}
      >
        <Page />
      </AuthProvider>
    </StrictMode>
  );
}

/** Writes down what the provider says of changes, for the tests. */
function changed(user: { readonly email: string } | null): void {
  const { dataset } = document.documentElement;
  dataset["changes"] = [dataset["changes"], user?.email ?? "nobody"].filter(Boolean).join();
}

/** Whole navigations, as in an application without a router. */
const go = (path: string) => () => location.assign(path);

const pages: Readonly<Record<string, () => ReactElement>> = {
  "/": () => <State />,
  "/followed": () => <State />,
  "/sign-in": () => (
    <SignedOut fallback={<p>Who is it?</p>}>
      <SignInForm onSuccess={go("/")} />
    </SignedOut>
  ),
  "/sign-in/stay": () => <SignInForm />,
  "/sign-in/still": () => <SignInForm />,
  "/sign-in/ways": () => (
    <SignInForm
      waysIn={
        <button type="button" className="latchkey-secondary">
          Continue with Example
        </button>
      }
    />
  ),
  "/passkey": () => <PasskeyButton onSuccess={go("/")} />,
  "/sign-in/own": () => <OwnMarkup />,
  "/social": () => <SocialButtons next="/followed" icon={({ name }) => <span aria-hidden="true">{name[0]}</span>} />,
  "/sign-up": () => <SignUpForm onSuccess={go("/")} />,
  "/sign-up/name": () => <SignUpWithName />,
  "/forgot-password": () => <ForgotPasswordForm />,
  "/forgot-password/hidden": () => (
    <Hidden>
      <ForgotPasswordForm />
    </Hidden>
  ),
  "/mail-sign-in": () => <MailSignInForm onSuccess={go("/")} />,
  "/mail-sign-in/stay": () => <MailSignInForm />,
  "/reset-password": () => <ResetPasswordForm onSuccess={go("/")} />,
  "/reset-password/stay": () => <ResetPasswordForm />,
  "/verify-email": () => <VerifyEmail />,
  "/verify-email/boundary": () => (
    <Suspense>
      <VerifyEmail />
    </Suspense>
  ),
  "/confirm-email": () => <ConfirmEmail />,
  "/account": () => <Account />,
  "/security": () => <Security />,
  "/ten": () => (
    <>
      {Array.from({ length: 10 }, (_, at) => (
        <State key={at} />
      ))}
    </>
  ),
};

function State(): ReactElement {
  const { status, error } = useSession();
  const { signOut } = useAuth();
  return (
    <div>
      <p data-state>{status}</p>
      {error && <p data-trouble>{error.code}</p>}
      <SignedIn fallback={<p>Who is it?</p>}>
        {(user) => (
          <p>
            Hello, <bdi>{user.username ?? user.email}</bdi> <span data-metadata>{String(user.metadata?.["name"])}</span>
          </p>
        )}
      </SignedIn>
      <SignedOut fallback={<p>Who is it?</p>}>
        <a href="/sign-in">Sign in</a>
      </SignedOut>
      <UserMenu items={[{ label: "Orders", href: "/orders" }]} />
      <button type="button" onClick={() => signOut()}>
        Leave
      </button>
    </div>
  );
}

function Account(): ReactElement {
  const user = useUser();
  return (
    <div style={{ display: "grid", gap: "1.5rem" }}>
      <div style={{ display: "flex", justifyContent: "end" }}>
        <UserMenu onSignOut={go("/")} items={[{ label: "Orders", href: "/orders" }]} />
      </div>
      <SignedIn fallback={<p>Who is it?</p>}>
        <p data-who>{user?.email}</p>
        <EmailVerification />
        <ChangePasswordForm />
        <ChangeEmailForm />
        <IdentityList />
        <SessionList />
        <ApiKeyList />
        <DeleteAccountForm onSuccess={go("/")} />
      </SignedIn>
      <SignedOut>
        <p>Nobody is signed in</p>
      </SignedOut>
    </div>
  );
}

function Security(): ReactElement {
  return (
    <div style={{ display: "grid", gap: "1.5rem" }}>
      <PasskeyList />
      <SecondFactorSetup />
      <ChangePasswordForm />
    </div>
  );
}

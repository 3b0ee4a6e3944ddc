import { createAuth, type Auth, type AuthEvent, type AuthOptions, type Storage } from "../src/index.ts";
import { emailChange, type EmailChange } from "../src/email-change.ts";
import { emailVerification, type EmailVerification } from "../src/email-verification.ts";
import { passwordChange, type PasswordChanger } from "../src/password-change.ts";
import { passwordReset, type PasswordReset } from "../src/password-reset.ts";
import { fastHasher, testClock, type TestClock } from "../src/testing.ts";

export type OpenStorage = () => Storage | Promise<Storage>;

export const PASSWORD = "correct horse battery staple";
export const NEW_PASSWORD = "a quite different password";
const SECRET = "a secret of this project, 32 bytes or more";

/** What an application has sent. */
export interface Mail {
  readonly kind: "reset" | "verification" | "change" | "notice";
  readonly to: string;
  readonly token: string;
  /** Everything that the application was given. */
  readonly given: Record<string, unknown>;
}

export interface TestApp {
  readonly auth: Auth;
  readonly storage: Storage;
  readonly clock: TestClock;
  readonly events: AuthEvent[];
  readonly mails: Mail[];
  readonly errors: unknown[];
  readonly changer: PasswordChanger;
  readonly reset: PasswordReset;
  readonly verification: EmailVerification;
  readonly change: EmailChange;
  /** Waits for what goes on behind the answers. */
  settle(): Promise<void>;
  /** The token of the newest mail to an address. */
  lastToken(to: string): Promise<string>;
}

/** An auth with every companion of passwords and addresses, whose mails lie in a list. */
export function openApp(storage: Storage, options: Partial<AuthOptions> = {}): TestApp {
  const clock = testClock();
  const [events, mails, errors]: [AuthEvent[], Mail[], unknown[]] = [[], [], []];
  const pending: Promise<void>[] = [];
  const hooks = { ...options.hooks, after: (event: AuthEvent) => void events.push(event) };
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
    ...options,
    hooks,
  });
  const later = {
    waitUntil: (work: Promise<void>) => void pending.push(work),
    onError: (error: unknown) => void errors.push(error),
  };
  const keep = (kind: Mail["kind"], to: string, given: object & { token?: string }) =>
    void mails.push({ kind, to, token: given.token ?? "", given: given as Record<string, unknown> });

  const settle = async () => {
    while (pending.length > 0) await pending.shift();
  };
  return {
    auth,
    storage,
    clock,
    events,
    mails,
    errors,
    changer: passwordChange(auth),
    reset: passwordReset(auth, { send: (mail) => keep("reset", mail.user.email, mail), ...later }),
    verification: emailVerification(auth, { send: (mail) => keep("verification", mail.user.email, mail), ...later }),
    change: emailChange(auth, {
      send: (mail) => keep("change", mail.email, mail),
      notify: (notice) => keep("notice", notice.previousEmail, notice),
      ...later,
    }),
    settle,
    async lastToken(to) {
      await settle();
      const mail = mails.findLast((one) => one.to === to);
      if (!mail) throw new Error(`there is no mail to ${to}`);
      return mail.token;
    },
  };
}

export function freshEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

/** Somebody new, with the session that signing up opens. */
export async function newcomer({ auth }: TestApp, password = PASSWORD) {
  const email = freshEmail();
  return { email, password, ...(await auth.signUp({ email, password })) };
}

/** The codes with which the refused were refused, and what the others got. */
export async function outcomes<T>(attempts: readonly Promise<T>[]): Promise<{ done: T[]; codes: string[] }> {
  const settled = await Promise.allSettled(attempts);
  return {
    done: settled.filter((one) => one.status === "fulfilled").map(({ value }) => value),
    codes: settled.filter((one) => one.status === "rejected").map(({ reason }) => (reason as { code: string }).code),
  };
}

/** All at once. */
export function fiftyAtOnce<T>(act: (index: number) => Promise<T>): Promise<{ done: T[]; codes: string[] }> {
  return outcomes(Array.from({ length: 50 }, (_, index) => act(index)));
}

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "fulfilled",
    (error: { code: string }) => error.code,
  );
}

/** A key as the companion of API keys would have stored it. */
export async function addApiKey({ storage, clock }: TestApp, userId: string): Promise<void> {
  const hash = crypto.randomUUID();
  const { sessionVersion } = (await storage.users.find(userId))!.user;
  await storage.apiKeys.insert(
    {
      id: crypto.randomUUID(),
      userId,
      hash,
      name: "ci",
      hint: "lk_abc",
      scopes: [],
      createdAt: new Date(clock.now()),
      expiresAt: null,
      lastUsedAt: null,
    },
    sessionVersion,
  );
}

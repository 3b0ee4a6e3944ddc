import { createAuth, type AuthEvent, type AuthOptions, type Storage } from "../../src/index.ts";
import { sessions, type Sessions } from "../../src/sessions.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { intercept, SECRET } from "../support.ts";

const PASSWORD = "correct horse battery staple";

/** A sign-up and everything around it, over a storage that may hold others' accounts already. */
export async function openSessions(storage: Storage, options: Partial<AuthOptions> = {}) {
  const clock = testClock();
  const events: AuthEvent[] = [];
  const hooks = { after: (event: AuthEvent) => void events.push(event) };
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
    hooks,
    ...options,
  });
  const own = sessions(auth);
  const credentials = { email: `${crypto.randomUUID()}@example.com`, password: PASSWORD };
  const first = await auth.signUp(credentials, { address: "192.0.2.7", agent: "first" });
  const isAlive = async (token: string) => (await auth.getUser(token)) !== null;
  events.length = 0;
  return { auth, own, clock, storage, events, credentials, first, isAlive, signIn: () => auth.signIn(credentials) };
}

/** Everything that a token can do. */
export function everyCall(own: Sessions, token: string, id: string): (() => Promise<unknown>)[] {
  return [
    () => own.refresh(token),
    () => own.list(token),
    () => own.end(token, id),
    () => own.endOthers(token),
    () => own.endAll(token),
  ];
}

/** Does something else the first time a method is asked, just before it answers. */
export function duringMethod(storage: Storage, method: string) {
  let act: (() => Promise<unknown>) | undefined;
  const interrupted = intercept(storage, async ({ name, proceed }) => {
    const now = name === method ? act : undefined;
    if (now) act = undefined;
    await now?.();
    return proceed();
  });
  return { storage: interrupted, during: (next: () => Promise<unknown>) => void (act = next) };
}

/** People who have nothing to do with a flood: one who is signed in and asks, and twenty who sign in. */

import { connections } from "./requests.ts";

const PEOPLE = 20;
const PASSWORD = "correct horse battery";

export interface Others {
  /** Milliseconds of each GET /me. */
  readonly times: readonly number[];
  /** How many of the 20 were let in. */
  readonly right: number;
}

export interface OthersOptions {
  readonly port: number;
  readonly milliseconds: number;
  readonly startFlood: () => { readonly end: () => Promise<void> } | null;
}

export async function measureOthers({ port, milliseconds, startFlood }: OthersOptions): Promise<Others> {
  const { send, close } = connections(port, 64);
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    email: `person${index}@example.com`,
    address: `198.51.100.${index + 1}`,
  }));
  const headers = (address: string) => ({ "x-client-address": address, "session-carrier": "bearer" });
  const post = (path: string, { email, address }: (typeof people)[number]) =>
    send({ method: "POST", path, headers: headers(address), body: JSON.stringify({ email, password: PASSWORD }) });

  let token = "";
  for (const person of people) {
    const { status, body } = await post("/signup", person);
    if (status !== 200) throw new Error(`Signing up was answered ${status} ${body}`);
    token ||= (JSON.parse(body) as { token: string }).token;
  }

  const flood = startFlood();
  try {
    // The flood needs a moment to reach its height.
    if (flood) await pause(500);
    const end = performance.now() + milliseconds;
    const times: number[] = [];
    const ask = async () => {
      while (performance.now() < end) {
        const { status, milliseconds: took } = await send({
          method: "GET",
          path: "/me",
          headers: { authorization: `Bearer ${token}` },
        });
        if (status !== 200) throw new Error(`GET /me was answered ${status}`);
        times.push(took);
        await pause(2);
      }
    };
    const signIn = async (person: (typeof people)[number], index: number) => {
      await pause((milliseconds * index) / PEOPLE);
      return (await post("/signin", person)).status === 200;
    };
    const [letIn] = await Promise.all([Promise.all(people.map(signIn)), ...Array.from({ length: 4 }, ask)]);
    return { times, right: letIn.filter(Boolean).length };
  } finally {
    await flood?.end();
    close();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

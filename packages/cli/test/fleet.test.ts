import { describe, expect, it, vi } from "vitest";
import { transportConversation } from "../../../test/conversation/index.ts";
import { httpFetch } from "../../../test/support/http-client.ts";
import { hasPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import { bearer, me, PASSWORD, signIn, signOut, signUp, type Answer } from "./client.ts";
import { fleet, TRUSTED_ORIGIN } from "./fleet.ts";

// Many real hashes and processes, on as few cores as there are.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const missing = hasPgBouncer ? "" : ", which is NOT INSTALLED HERE: apt-get install pgbouncer";

/** An answer, or `null` where nobody knows what was done: the connection broke, or the server said 503. */
async function attempt(ask: () => Promise<Answer>): Promise<Answer | null> {
  const answer = await ask().catch(() => null);
  return answer === null || answer.status === 503 ? null : answer;
}

/** Until there is an answer. Only for what may be done twice. */
async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await attempt(ask);
    if (answer) return answer;
  }
}

async function changeNote(base: string, token: string, note: number): Promise<Answer> {
  const headers = { ...bearer(token), "content-type": "application/json" };
  const response = await fetch(`${base}/auth/me`, {
    method: "PATCH",
    headers,
    body: JSON.stringify({ metadata: { note } }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe.skipIf(!hasPgBouncer)(`four servers on one PostgreSQL behind PgBouncer${missing}`, () => {
  const { origin, answers, urls, kill, restart } = fleet();

  describe.concurrent("HT10 the conversation, each request to the next server", () => {
    const options = {
      fetch: httpFetch,
      get origin() {
        return origin();
      },
      isInApplication: true,
      secureCookie: false,
      trustedOrigin: TRUSTED_ORIGIN,
    };
    for (const { name, run } of transportConversation(options)) it(name, run);
  });

  it("SE02 who signs out in one is signed out in the three others at once", async () => {
    const { body } = await signUp(origin(), "signs-out@example.com");
    for (const [at, url] of urls().entries()) {
      const { token } = (await signIn(url, "signs-out@example.com")).body as { token: string };
      const before = await Promise.all(urls().map((other) => me(other, token)));
      expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect((await signOut(urls()[(at + 1) % 4]!, token)).status).toBe(200);
      const after = await Promise.all(urls().map((other) => me(other, token)));
      expect(after.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    }
    expect((await me(origin(), body.token)).status).toBe(200);
  });

  it("SI03 guesses are counted over all of them, and a server that was killed knows the count", async () => {
    const email = "guessed@example.com";
    await signUp(origin(), email);
    for (let guess = 0; guess < 5; guess++)
      expect((await signIn(urls()[guess % 4]!, email, "wrong password")).status).toBe(401);
    for (const url of urls()) expect((await signIn(url, email)).status).toBe(429);
    await kill(2);
    await restart(2);
    expect((await signIn(urls()[2]!, email)).status).toBe(429);
  });

  it("D03 while one after the other is killed and started, no answer is wrong and no change is lost", async () => {
    const wrong: string[] = [];
    const check = (isRight: boolean, what: string) => void (isRight || wrong.push(what));
    let isOver = false;
    let unknown = 0;
    let rounds = 0;
    const count = <T>(answer: T | null): T | null => (answer === null && unknown++, answer);

    async function live(email: string): Promise<void> {
      // An answer that was lost may have made the account: then the address is taken, and the password right.
      await insist(() => signUp(origin(), email));
      const { token } = (await insist(() => signIn(origin(), email))).body as { token: string };
      let [acknowledged, tried] = [0, 0];
      while (!isOver) {
        const seen = count(await attempt(() => me(origin(), token)));
        check(seen === null || (seen.status === 200 && seen.body.user.email === email), `me: ${seen?.status}`);
        const note = (seen?.body.user?.metadata?.note as number | undefined) ?? 0;
        check(seen === null || (note >= acknowledged && note <= tried), `${note} of ${acknowledged} to ${tried}`);

        tried++;
        const changed = count(await attempt(() => changeNote(origin(), token, tried)));
        check(changed === null || changed.status === 200, `change: ${changed?.status}`);
        if (changed?.status === 200) acknowledged = tried;

        if (rounds++ % 8 === 0) await signInAndOut(email);
      }
    }

    async function signInAndOut(email: string): Promise<void> {
      const opened = count(await attempt(() => signIn(origin(), email)));
      check(opened === null || opened.status === 200, `sign-in: ${opened?.status}`);
      if (opened?.status !== 200) return;
      const { token } = opened.body as { token: string };
      const left = count(await attempt(() => signOut(origin(), token)));
      check(left === null || left.status === 200, `sign-out: ${left?.status}`);
      if (left === null) return;
      const after = await Promise.all(urls().map((url) => attempt(() => me(url, token))));
      for (const answer of after) check(answer === null || answer.status === 401, `signed out, and ${answer?.status}`);
    }

    /** Waits until the ones that are left have answered so many requests. */
    const served = async (many: number) => {
      const total = () => answers().reduce((sum, one) => sum + one, 0);
      for (const until = total() + many; total() < until;) await new Promise((resolve) => setTimeout(resolve, 5));
    };

    const before = [...answers()];
    const people = Array.from({ length: 6 }, (_, at) => live(`lives${at}@example.com`));
    await served(60);
    for (const at of [0, 1, 2, 3]) {
      await kill(at);
      await served(60);
      await restart(at);
      await served(60);
    }
    isOver = true;
    await Promise.all(people);

    expect(wrong).toEqual([]);
    // A server that is killed breaks what it has under way, at most one request of each person.
    expect(unknown).toBeLessThanOrEqual(4 * people.length);
    expect(answers().every((many, at) => many > before[at]!)).toBe(true);
    expect((await signIn(origin(), "lives0@example.com", PASSWORD)).status).toBe(200);
  });
});

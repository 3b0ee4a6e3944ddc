import { callStorage } from "../storage/call-storage.ts";
import type { Context } from "../context/context.ts";
import { counterKey } from "../guards/counter-key.ts";
import { countAttempt, rateLimited } from "../guards/attempt-limit.ts";
import { nextStep, stateAfter, toMoment, toState, type MailState } from "./interval.ts";
import type { Purpose } from "./one-time-token.ts";

/** A turn to send one mail. */
export interface MailTurn {
  /**
   * Gives the turn back because no mail was sent. Never rejects.
   *
   * @param why `"unused"`: nobody tried; `"failed"`: somebody tried, and a mail may be on its way all the same. That counts
   * at most three times an hour.
   */
  giveBack(why: "unused" | "failed"): Promise<void>;
}

const FAILURES = { limit: 3, window: 3600 };

/**
 * Takes the turn for a mail of one kind to one target. The wait between two turns grows (`interval.ts`). Of any
 * number of callers at once one gets the turn: a gate that lets one through, and then none until the wait is over, stands
 * before the state.
 *
 * @param target the canonical address that the mail goes to, or the id of the user who asks for it
 * @param interval the first wait, in seconds
 * @returns the turn, or the moment in milliseconds from which there may be one
 * @throws AuthError `storage_unavailable`
 */
export async function takeMailTurn(
  context: Context,
  purpose: Purpose,
  target: string,
  interval: number,
): Promise<MailTurn | number> {
  const { counters } = context.storage;
  const now = context.now();
  const keyOf = (part: string) => counterKey("mail", part, purpose, context.pool, target);
  const [gate, state] = [keyOf("gate"), keyOf("state")];
  const write = (value: MailState) => callStorage(() => counters.add(state, new Date(now), toMoment(value)));

  const passed = await countAttempt(counters, gate, { window: interval, now });
  if (passed.count > 1) return passed.resetsAt.getTime();
  const found = await write(stateAfter(1, interval, now));
  const old = found.count === 1 ? null : toState(found.resetsAt);
  if (old && old.nextAt > now) return Math.max(old.nextAt, passed.resetsAt.getTime());
  if (old) {
    const next = stateAfter(nextStep(old), interval, now);
    await callStorage(() => counters.reset(state));
    await write(next);
    // Only now, with the state behind it: who slips through while the gate is set anew is refused there.
    await callStorage(() => counters.reset(gate));
    await callStorage(() => counters.add(gate, new Date(now), new Date(next.nextAt)));
  }

  const restore = async (why: "unused" | "failed") => {
    if (
      why === "failed" &&
      (await countAttempt(counters, keyOf("failures"), { ...FAILURES, now })).count > FAILURES.limit
    )
      return;
    await callStorage(() => counters.reset(state));
    if (old) await write(old);
    await callStorage(() => counters.reset(gate));
  };
  return { giveBack: (why) => restore(why).catch(() => {}) };
}

/**
 * The same for somebody who is signed in, and may know when to come back: a turn at each of these targets, or at none.
 *
 * @throws AuthError `rate_limited`, `storage_unavailable`
 */
export async function requireMailTurn(
  context: Context,
  purpose: Purpose,
  targets: readonly string[],
  interval: number,
): Promise<MailTurn> {
  const turns: MailTurn[] = [];
  const giveBack: MailTurn["giveBack"] = async (why) => {
    for (const turn of turns) await turn.giveBack(why);
  };
  for (const target of targets) {
    const turn = await takeMailTurn(context, purpose, target, interval);
    if (typeof turn === "number") {
      await giveBack("unused");
      throw rateLimited({ resetsAt: new Date(turn) }, context.now());
    }
    turns.push(turn);
  }
  return { giveBack };
}

/** Does what a turn is for. What fails gives the turn back. */
export async function inTurn<T>(turn: MailTurn, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await turn.giveBack("failed");
    throw error;
  }
}

import type { Context } from "../context/context.ts";
import { countAttempt, rateLimited } from "../guards/attempt-limit.ts";
import { counterKey } from "../guards/counter-key.ts";
import { nextStep, stateAfter, toDate, toState, type MailState } from "./interval.ts";
import type { Purpose } from "./one-time-token.ts";
import { callStorage } from "../storage/call-storage.ts";

/** The right to send one mail. */
export interface MailTurn {
  /**
   * Gives the turn back, because no mail was sent. Never rejects.
   *
   * @param why `"unused"`: nothing was tried. `"failed"`: sending failed, but a mail may be on its way all the same, so
   * this counts at most three times an hour.
   */
  giveBack(why: "unused" | "failed"): Promise<void>;
}

/** A kind of mail, and its first wait in seconds. */
interface MailKind {
  readonly purpose: Purpose;
  readonly interval: number;
}

const FAILURES = { limit: 3, window: 3600 };

/**
 * Takes the turn for a mail of one kind to one target. The wait between two turns grows (`interval.ts`). Of concurrent
 * callers one gets the turn: a first counter, the gate, lets one caller through until the wait is over, and only that
 * caller changes the second counter, which holds the state.
 *
 * @param kind `target`: the canonical address that the mail goes to, or the id of the user who asks for it
 * @returns the turn, or the time in milliseconds from which there may be one
 * @throws AuthError `storage_unavailable`
 */
export async function takeMailTurn(
  context: Context,
  { purpose, target, interval }: MailKind & { readonly target: string },
): Promise<MailTurn | number> {
  const { counters } = context;
  const now = context.now();
  const keyOf = (part: string) => counterKey("mail", part, purpose, context.pool, target);
  const [gate, state] = [keyOf("gate"), keyOf("state")];
  const write = (value: MailState) => callStorage(() => counters.add(state, new Date(now), toDate(value)));

  const passed = await countAttempt(counters, gate, { window: interval, now });
  if (passed.count > 1) return passed.resetsAt.getTime();
  const found = await write(stateAfter(1, interval, now));
  const old = found.count === 1 ? null : toState(found.resetsAt);
  if (old && old.nextAt > now) return Math.max(old.nextAt, passed.resetsAt.getTime());
  if (old) {
    const next = stateAfter(nextStep(old), interval, now);
    await callStorage(() => counters.reset(state));
    await write(next);
    // The state comes first: a caller that slips through the gate while it is set anew is refused by the state.
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
 * Takes a turn at each target or at none, for a user who is signed in and may know when to try again.
 *
 * @throws AuthError `rate_limited`, `storage_unavailable`
 */
export async function requireMailTurn(
  context: Context,
  { purpose, targets, interval }: MailKind & { readonly targets: readonly string[] },
): Promise<MailTurn> {
  const turns: MailTurn[] = [];
  const giveBack: MailTurn["giveBack"] = async (why) => {
    for (const turn of turns) await turn.giveBack(why);
  };
  for (const target of targets) {
    const turn = await takeMailTurn(context, { purpose, target, interval });
    if (typeof turn === "number") {
      await giveBack("unused");
      throw rateLimited({ resetsAt: new Date(turn) }, context.now());
    }
    turns.push(turn);
  }
  return { giveBack };
}

/** Does what a turn is for, and gives the turn back if that fails. */
export async function inTurn<T>(turn: MailTurn, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await turn.giveBack("failed");
    throw error;
  }
}

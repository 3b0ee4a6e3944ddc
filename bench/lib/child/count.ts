import { setTimeout as pause } from "node:timers/promises";
import type { Answer, OperationName } from "../asks.ts";
import { signIn } from "./accounts.ts";
import { countIn, type Tally } from "./drivers.ts";
import { operation } from "./operations.ts";
import type { Stage } from "./stage.ts";

const names: OperationName[] = ["me", "getUser", "verifyToken", "signIn", "signUp", "signOut", "refresh", "list"];
const reads = new Set<OperationName>(["me", "getUser", "list"]);
const tally: Tally = { statements: 0, writes: 0, trips: 0 };

/** Each operation once: `me`, `me.trips` and so on; and `writes`, those of the reads together. */
export async function count(stage: Stage): Promise<Answer> {
  countIn(tally);
  const answer: Answer = { writes: 0 };
  for (const name of names) {
    // A session to sign out of, the last of the list.
    if (name === "signOut") stage.sessions.push(await signIn(stage, stage.accounts[0]!));
    const once = operation(stage, name);
    if (!once) {
      answer[name] = answer[`${name}.trips`] = null;
      continue;
    }
    Object.assign(tally, { statements: 0, writes: 0, trips: 0 });
    await once();
    // What goes on behind the answer counts as well.
    await pause(5);
    answer[name] = tally.statements;
    answer[`${name}.trips`] = tally.trips;
    if (reads.has(name)) answer.writes! += tally.writes;
  }
  // Nobody signs up without a statement: this is a driver that is not counted.
  return answer.signUp === 0 ? Object.fromEntries(Object.keys(answer).map((key) => [key, null])) : answer;
}

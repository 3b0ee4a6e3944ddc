/** What the parent asks of a child process, and what comes back. */

import type { World } from "./contract.ts";

export type OperationName = "me" | "getUser" | "verifyToken" | "signIn" | "signUp" | "signOut" | "refresh" | "list";

export type Ask =
  /** Opens the contestant. */
  | { job: "open"; module: string; world: World }
  /** Signs people up and in; with `sessions` each of them has so many. */
  | { job: "prepare"; accounts: number; sessions: number }
  /** Throws unless the answers are the right ones. */
  | { job: "check" }
  /** `{ perSecond, microseconds }`; several at a time share the microseconds. */
  | { job: "load"; operation: OperationName; inFlight: number; milliseconds: number }
  /** `{ perSecond }` of the native hash alone, with no contestant. */
  | { job: "hash"; inFlight: number; milliseconds: number }
  /** `{ p50, p99 }` in milliseconds of GET /me while so many sign-ins are in flight. */
  | { job: "latency"; signIns: number; milliseconds: number }
  /** `{ p99 }` in milliseconds by which the event loop was late meanwhile. */
  | { job: "lateness"; signIns: number; milliseconds: number }
  /** Statements, round trips and writes of each operation, done once. */
  | { job: "count" }
  /** `{ cookieBytes, valueBytes, setCookies }` */
  | { job: "cookie" }
  /** `{ me, getUser }` in KiB of heap per operation. */
  | { job: "heap"; operations: number }
  | { job: "close" };

/** `null`: the contestant has no such thing. */
export type Answer = Record<string, number | null>;

export interface Question {
  id: number;
  ask: Ask;
}

export interface Reply {
  id: number;
  answer?: Answer;
  error?: string;
}

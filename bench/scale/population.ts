/**
 * Who is in the database: users and sessions by number, so that SQL can make ten million of them and this process can
 * still tell each one's id. Ids are digests of their numbers: spread like random ones, and the same on every database.
 */

import { createHash } from "node:crypto";

export const SESSIONS_PER_USER = 5;
/** Seven days, the default lifetime, in milliseconds. */
export const LIFETIME = 604_800_000;

export const sessionId = (number: number): string => digest(String(number)).subarray(0, 12).toString("base64url");

export function userId(number: number): string {
  const hex = digest(`user ${number}`).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export const emailOf = (number: number): string => `user-${number}@example.com`;

/** As long as a real one. The bench's hasher takes anything for the right password. */
export const PASSWORD_HASH = `$none$i=100000$${"s".repeat(22)}$${"h".repeat(86)}`;

function digest(text: string): Buffer {
  return createHash("md5").update(text).digest();
}

/** Rows that are made at once: sessions from `from` up to `to`, and the users that they belong to. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly users: { readonly from: number; readonly count: number };
  /** When the first was opened, and how much later each next one, in milliseconds. The last is as old as the bench. */
  readonly start: number;
  readonly step: number;
}

export interface Member {
  readonly session: string;
  readonly user: number;
}

/** Sessions in the order in which they were opened, of which the oldest `expired` (0 to 1) are over. */
export class Population {
  readonly began = Date.now();
  readonly #expired: number;
  readonly #blocks: Block[] = [];

  constructor(expired: number) {
    this.#expired = expired;
  }

  get size(): number {
    return this.#blocks.at(-1)?.to ?? 0;
  }

  get users(): number {
    return this.size / SESSIONS_PER_USER;
  }

  /** The block that is missing for so many sessions. */
  growTo(size: number): Block {
    const from = this.size;
    const span = LIFETIME / (1 - this.#expired);
    const users = { from: from / SESSIONS_PER_USER, count: (size - from) / SESSIONS_PER_USER };
    const block = { from, to: size, users, start: this.began - span, step: span / (size - from) };
    this.#blocks.push(block);
    return block;
  }

  ownerOf(number: number): number {
    const { from, users } = this.#blocks.find(({ to }) => number < to)!;
    return users.from + ((number - from) % users.count);
  }

  /** A session that is alive and stays so for hours; every one of them is as likely as the next. */
  anyLive(): number {
    const drawn = Math.floor(Math.random() * this.size);
    const { from, to } = this.#blocks.find((block) => drawn < block.to)!;
    const margin = this.#expired + 0.02;
    return from + Math.floor((to - from) * (margin + (1 - margin) * Math.random()));
  }

  anyUser(): number {
    return Math.floor(Math.random() * this.users);
  }
}

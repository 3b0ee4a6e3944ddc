/** What PostgreSQL's processes have used of the processors, where this machine runs them and has /proc. */

import { readFileSync } from "node:fs";
import type pg from "pg";

/** Linux counts in hundredths of a second (`getconf CLK_TCK`), on every architecture. */
const TICK = 10;

/** Milliseconds since they began, of all processes of the server together; `null` where it cannot be told. */
export async function databaseTime(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ pid: number }>("select pid from pg_stat_activity");
  const times = rows.map(({ pid }) => timeOf(pid));
  return times.some((time) => time === null) ? null : times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
}

/** proc_pid_stat(5): behind the name in brackets, utime and stime are the 12th and 13th field. */
function timeOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    if (!text.includes("(postgres)")) return null;
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return null;
  }
}

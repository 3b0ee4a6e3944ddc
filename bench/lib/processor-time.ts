import { existsSync, readFileSync } from "node:fs";

/**
 * Milliseconds that a process has spent. NaN where it does not run on this machine, or where that has no /proc.
 *
 * proc_pid_stat(5): after the name in brackets, utime and stime are fields 12 and 13, in hundredths of a second.
 */
export function processorTimeOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  const text = existsSync(file) ? readFileSync(file, "latin1") : "";
  const [user, system] = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11);
  return (Number(user) + Number(system)) * 10;
}

import type { Output } from "./output.ts";
import type { Check } from "../doctor/check.ts";

const MARKS = { ok: "ok  ", warn: "warn", fail: "FAIL" } as const;

/** A line for each check, with what to do below it; with `--json` an object a line. */
export function printDiagnosis(checks: readonly Check[], out: Output): void {
  if (out.isJson) return out.list(checks);
  const width = Math.max(...checks.map(({ check }) => check.length));
  for (const { check, status, text, remedy } of checks) {
    out.say(`${MARKS[status]}  ${check.padEnd(width)}  ${text}`);
    if (remedy !== null) out.say(`${" ".repeat(width + 8)}→ ${remedy}`);
  }
  const count = (wanted: Check["status"]) => checks.filter(({ status }) => status === wanted).length;
  out.say(`${count("ok")} ok, ${count("warn")} to look at, ${count("fail")} wrong`);
}

/** Figures as people read them. */

import type { Measured, Outcome, Row } from "./outcome.ts";
import { NATIVE } from "./plan.ts";

/** Three digits are as many as mean something; whole numbers up to 9999 stay whole. */
export function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10_000) return String(value);
  const rounded = Number(value.toPrecision(3));
  if (Math.abs(rounded) < 1000) return String(rounded);
  return new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format(rounded);
}

export function ratio(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(value < 0.1 ? 2 : 3)} ×`;
}

/** Half of what lies between the quartiles, in parts of the median. */
export function spread({ median, low, high }: Measured): string {
  if (low === high) return "";
  const percent = Math.round(((high - low) / 2 / median) * 100);
  return percent === 0 ? "±<1 %" : `±${percent} %`;
}

/** Whom the others are compared with. */
export function yardstick({ rows }: Outcome): Row | undefined {
  return rows.find(({ contestant }) => contestant === NATIVE) ?? rows.find(({ contestant }) => contestant === "limit");
}

/** How many times the yardstick's figure this is, where both have one; nothing for small counts, which speak for themselves. */
export function timesYardstick(outcome: Outcome, row: Row, key: string): number | null {
  const base = yardstick(outcome)?.values[key]?.median;
  const own = row.values[key]?.median;
  if (!base || own === undefined) return null;
  const isCount = [base, own].every((value) => Number.isInteger(value) && value < 100);
  return isCount ? null : own / base;
}

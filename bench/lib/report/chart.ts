/** GET /me against the limit, drawn. In greys and blues that can be read on white and on black alike. */

import { ratio } from "../format.ts";
import type { Outcome } from "../outcome.ts";

interface Bar {
  name: string;
  part: number;
}

const KEY = "me-1";
const WIDTH = 760;
const LEFT = 220;
const RIGHT = 90;
const LINE = 26;
const colours = { text: "#737e89", own: "#2f81f7", other: "#8c959f" };

/** `null` when GET /me has not been measured. */
export function chart(outcomes: readonly Outcome[]): string | null {
  const groups = ["me-sqlite", "me-postgres"].flatMap((table) => {
    const outcome = outcomes.find((one) => one.table === table);
    return outcome ? [{ title: outcome.title.replace(" and getUser", ""), bars: barsOf(outcome) }] : [];
  });
  if (groups.every(({ bars }) => bars.length === 0)) return null;

  const longest = Math.max(...groups.flatMap(({ bars }) => bars.map(({ part }) => part)));
  let y = 44;
  const drawn = groups.map(({ title, bars }) => {
    const heading = text(0, y + 16, `${title}, 1 in flight`, "start", "600");
    y += LINE;
    const lines = bars.map((bar) => {
      const line = drawBar(bar, y, longest);
      y += LINE;
      return line;
    });
    y += LINE / 2;
    return [heading, ...lines].join("\n");
  });
  const caption = text(
    0,
    16,
    "GET /me a second, against a handler written by hand with no library (1 ×). Longer is better.",
    "start",
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">
<title>GET /me a second, against the limit</title>
<style>text { font-family: ui-sans-serif, system-ui, sans-serif; font-size: 14px; fill: ${colours.text}; }</style>
${caption}
${drawn.join("\n")}
</svg>
`;
}

function barsOf({ rows }: Outcome): Bar[] {
  const limit = rows.find(({ contestant }) => contestant === "limit")?.values[KEY]?.median;
  if (!limit) return [];
  const bars = rows.flatMap(({ contestant, title, values }) => {
    const value = values[KEY]?.median;
    return value === undefined ? [] : [{ name: title ?? contestant, part: value / limit }];
  });
  return bars.sort((a, b) => b.part - a.part);
}

function drawBar({ name, part }: Bar, y: number, longest: number): string {
  const length = Math.max(1, (part / longest) * (WIDTH - LEFT - RIGHT));
  const colour = name === "Latchkey" ? colours.own : colours.other;
  const opacity = name === "limit" ? 0.45 : 1;
  const size = `width="${length.toFixed(1)}" height="${LINE - 8}"`;
  const label = text(LEFT - 10, y + 17, name, "end", name === "Latchkey" ? "600" : "400");
  const bar = `<rect x="${LEFT}" y="${y + 3}" ${size} rx="2" fill="${colour}" fill-opacity="${opacity}"/>`;
  return [label, bar, text(LEFT + length + 8, y + 17, ratio(part), "start")].join("\n");
}

function text(x: number, y: number, content: string, anchor: "start" | "end", weight = "400"): string {
  const escaped = content.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<text x="${x.toFixed(0)}" y="${y}" text-anchor="${anchor}" font-weight="${weight}">${escaped}</text>`;
}

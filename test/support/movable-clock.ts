import { existsSync, readFileSync } from "node:fs";

/**
 * For `node --import`: the clock of a program whose tests move it. It is ahead by as many milliseconds as the file says
 * that `CLOCK_AHEAD_FILE` names.
 */
const file = process.env["CLOCK_AHEAD_FILE"]!;
const now = Date.now;
Date.now = () => now() + (existsSync(file) ? Number(readFileSync(file, "utf8")) : 0);

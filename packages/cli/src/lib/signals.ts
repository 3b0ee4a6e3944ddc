import { once } from "node:events";

/** Package runners pass a Ctrl-C on to a child that the terminal has told already: that is one signal, in milliseconds. */
const ECHO = 100;

/** Waits to be told to end. Told a second time, the process ends at once. */
export async function untilToldToEnd(): Promise<void> {
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const told = performance.now();
  const again = (code: number) => () => {
    if (performance.now() - told > ECHO) process.exit(code);
  };
  process.on("SIGTERM", again(143)).on("SIGINT", again(130));
}

/** How long to wait for a database that another process has locked, in milliseconds. */
const PATIENCE = 5_000;
const LONGEST_PAUSE = 25;
const SQLITE_BUSY = 5;

/** Does the work, again and again while the database is locked, and gives the event loop free in between. */
export async function whenFree<T>(work: () => T | Promise<T>): Promise<T> {
  let deadline = 0;
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      deadline ||= performance.now() + PATIENCE;
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    // Not in step with the others that wait.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
  }
}

/** better-sqlite3 names the code, bun:sqlite and node:sqlite give its number; the low byte is the primary one. */
function isBusy(error: unknown): boolean {
  const { code, errno, errcode } = error as { code?: unknown; errno?: number; errcode?: number };
  return (typeof code === "string" && code.startsWith("SQLITE_BUSY")) || ((errcode ?? errno ?? 0) & 0xff) === SQLITE_BUSY;
}

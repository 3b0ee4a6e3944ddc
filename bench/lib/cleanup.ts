/** What has to go when a run ends, however it ends. */

type Work = () => Promise<unknown> | unknown;

const pending: Work[] = [];

/** Does `work` at the end, the latest first. What is returned takes it back. */
export function atEnd(work: Work): () => void {
  pending.push(work);
  return () => {
    const at = pending.indexOf(work);
    if (at >= 0) pending.splice(at, 1);
  };
}

export async function cleanUp(): Promise<void> {
  for (let work = pending.pop(); work; work = pending.pop()) {
    // One that fails must not keep the others.
    await Promise.resolve(work()).catch((error: unknown) => console.error(error));
  }
}

/** Cleans up when somebody ends the run by hand. */
export function cleanUpOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void cleanUp().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
    });
  }
}

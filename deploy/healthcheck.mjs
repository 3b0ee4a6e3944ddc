/** Whether the server in this container answers, and its database does: exit code 0, else 1. */

const { PORT = "3000", AUTH_BASE_PATH = "/auth" } = process.env;
const ask = (path) => fetch(`http://127.0.0.1:${PORT}${path}`, { signal: AbortSignal.timeout(4000) });
try {
  const ready = await ask("/health/ready");
  // A version without this route shows by another one that it answers.
  const { ok } = ready.status === 404 ? await ask(`${AUTH_BASE_PATH}/methods`) : ready;
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}

/** Whether the server in this container answers: exit code 0, else 1. */

const { PORT = "3000", AUTH_BASE_PATH = "/auth" } = process.env;
try {
  const { ok } = await fetch(`http://127.0.0.1:${PORT}${AUTH_BASE_PATH}/methods`, {
    signal: AbortSignal.timeout(4000),
  });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}

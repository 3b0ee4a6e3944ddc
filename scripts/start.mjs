/** `npm start`: a ready server from this checkout. What follows `npm start --` goes to `latchkey serve`. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { environment, prepareWorkspace, root, script } from "./workspace.mjs";

await script(async () => {
  const node = await prepareWorkspace();
  const program = join(root, "packages", "cli", "src", "bin.ts");
  const server = spawn(node, [program, "serve", ...process.argv.slice(2)], {
    stdio: "inherit",
    env: environment(node),
  });
  process.on("SIGTERM", () => server.kill("SIGTERM"));
  // A signal to npm ends the shell in between, which passes nothing on.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event)
    setInterval(() => process.ppid === parent || server.kill("SIGTERM"), 500).unref();
  // A terminal sends Ctrl-C to the server as well; a second one would cut its closing short.
  process.on("SIGINT", () => process.stdin.isTTY || server.kill("SIGINT"));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code, signal) =>
      resolve(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1)),
    );
  });
});

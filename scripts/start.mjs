/** `npm start`: starts the ready server from this checkout. Arguments after `npm start --` go to `latchkey serve`. */

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
  // A signal to npm ends the shell between npm and this process, and the shell does not pass it on.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event)
    setInterval(() => process.ppid === parent || server.kill("SIGTERM"), 500).unref();
  // A terminal sends Ctrl-C to the server, too. A second signal would end the server before it has finished.
  process.on("SIGINT", () => process.stdin.isTTY || server.kill("SIGINT"));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code, signal) =>
      resolve(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1)),
    );
  });
});

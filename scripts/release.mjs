/** `npm run release`: checks the packages and publishes every version that the registry does not have yet. */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { must, packing } from "./packages/build.mjs";
import { readAddresses } from "./packages/addresses.mjs";
import { environment, onWindows, prepareWorkspace, root, script, Stop } from "./workspace.mjs";

await script(async () => {
  if (readAddresses(root) === null) {
    throw new Stop(
      'Nothing was released: "repository", "homepage" and "bugs" are missing in the root package.json. ' +
        "Every package gets them from there, and npm checks the provenance against the repository.",
    );
  }
  const waiting = readdirSync(join(root, ".changeset")).filter((name) => name.endsWith(".md"));
  if (waiting.length > 0) {
    throw new Stop(
      `Nothing was released: ${waiting.length} changesets are waiting. ` +
        "Run `npm run version`, read the changelogs, and commit first.",
    );
  }
  const env = environment(await prepareWorkspace());
  process.stdout.write(await must(["node", "scripts/check-packages.mjs"], { env }));
  // npx puts pnpm on the PATH: changesets calls it. It may ask for a one-time password, so it gets the terminal.
  const command = ["-y", "-p", "pnpm@12", "changeset", "publish"];
  const { status } = spawnSync("npx", command, { cwd: root, env: packing(env), stdio: "inherit", shell: onWindows });
  return status ?? 1;
});

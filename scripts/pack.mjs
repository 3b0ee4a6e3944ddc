/** `npm run pack`: writes a tarball of every package into tarballs/, to install before anything is published. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { build, pack, packages, tarballName } from "./packages/build.mjs";
import { environment, prepareWorkspace, root, script } from "./workspace.mjs";

await script(async () => {
  const env = environment(await prepareWorkspace());
  const folder = join(root, "tarballs");
  rmSync(folder, { recursive: true, force: true });
  await build(env);
  await pack(folder, env);
  console.log(`Packed ${packages.length} packages:\n`);
  for (const one of packages) console.log(`  ${join(folder, tarballName(one))}`);
  console.log(
    "\nInstall those that you need in one command, so that they find each other: npm install <tarball> <tarball> …",
  );
});

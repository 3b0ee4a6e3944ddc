/** Installs a contestant as its lockfile says, when it is not or no longer so. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";
import { installPacked } from "./install-packed.ts";
import { stampOf } from "./stamp.ts";
import { step } from "./terminal.ts";

export async function install(name: string, folder: string): Promise<void> {
  if (name === "latchkey") return installPacked(folder);
  const lockfile = join(folder, "pnpm-lock.yaml");
  if (!existsSync(lockfile)) return;
  const stamp = stampOf(folder);
  const wanted = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  if (stamp.read() === wanted) return;
  await step(`install ${name}`, () => must(["npx", "-y", "pnpm@12", "install", "--frozen-lockfile"], folder));
  stamp.write(wanted);
}

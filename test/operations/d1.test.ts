import { cpSync } from "node:fs";
import { join } from "node:path";
import { d1Storage, type D1Binding } from "@latchkey/adapter-d1";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, it } from "vitest";
import { expectAllThere, liveIn } from "../support/lived-in.ts";
import { temporaryFolder } from "../support/storages.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

/** D1 as `wrangler dev` runs it, kept in a folder. */
async function localD1(name: string) {
  const options = convertV4MiniflareOptions({
    modules: true,
    script: "export default { fetch: () => new Response() };",
    compatibilityDate: "2026-07-30",
    d1Databases: { DB: "auth" },
  });
  const miniflare = new Miniflare({ ...options, resourcePersistencePath: join(folder.path, name) });
  const storage = d1Storage((await miniflare.getD1Database("DB")) as unknown as D1Binding);
  return { storage, stop: () => miniflare.dispose() };
}

it("F29 OP05 a copy of the local D1 database has every account and session", async () => {
  const before = await localD1("live");
  const held = await liveIn(before.storage, 2);
  await before.stop();
  cpSync(join(folder.path, "live"), join(folder.path, "copy"), { recursive: true });
  const after = await localD1("copy");
  await expectAllThere(after.storage, held);
  await after.stop();
}, 60_000);

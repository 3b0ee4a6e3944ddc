import { bundle } from "../lib/bundle.ts";
import { installed } from "../lib/contestants.ts";
import { save, type Options, type Row } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const rows: Row[] = [];
  for (const { servers = {}, folder, version } of await installed(options.only)) {
    for (const [name, { imports, runtime, note }] of Object.entries(servers)) {
      const { gzip, minified } = await bundle(imports, folder, runtime);
      rows.push({ name, version, note, values: { gzip, minified } });
    }
  }
  save("size", { rows }, options);
}

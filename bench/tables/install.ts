import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../lib/cleanup.ts";
import { installed, npmInstall, packed, versionOf } from "../lib/contestants.ts";
import { save, type Options, type Row } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const rows: Row[] = [];
  for (const { installs = {}, folder, version } of await installed(options.only)) {
    for (const [name, packages] of Object.entries(installs)) {
      const sources = packages.map((one) => {
        const [file, at] = [one.slice(1).replace("/", "-"), versionOf(one, folder)];
        return one.startsWith("@latchkey/") ? join(packed, `${file}-${at}.tgz`) : `${one}@${at}`;
      });
      rows.push({ name, version, ...(await freshInstall(sources)) });
    }
  }
  save("install", { rows }, options);
}

/** `npm install` in an empty folder. Scripts are counted and do not run: some download what their package lacks. */
async function freshInstall(sources: readonly string[]): Promise<Pick<Row, "note" | "values">> {
  const place = temporaryFolder();
  writeFileSync(join(place, "package.json"), JSON.stringify({ private: true }));
  await npmInstall(sources, place, ["--omit=dev", "--ignore-scripts"]);
  const modules = join(place, "node_modules");
  const lockfile = join(modules, ".package-lock.json");
  type Lock = { packages: Record<string, { hasInstallScript?: boolean }> };
  const packages = Object.entries((JSON.parse(readFileSync(lockfile, "utf8")) as Lock).packages);
  rmSync(lockfile);
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = [...new Set(scripted.map(([path]) => path.replace(/^.*node_modules\//, "")))];
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return {
    note: names.length === 0 ? undefined : `scripts of ${names.join(", ")}`,
    values: { packages: packages.length, megabytes: bytes / 1e6, files: files.length, scripts: scripted.length },
  };
}

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { cleanRoot, type CleanRoot } from "./clean-root.ts";
import { ignoredBy, readDockerfile, type Stage } from "./dockerfile.ts";

const repository = join(import.meta.dirname, "../..");

export const read = (path: string) => readFileSync(join(repository, path), "utf8");

/** What an image of deploy/Dockerfile has. */
export interface Image {
  readonly root: CleanRoot;
  /** The stage that is started. */
  readonly stage: Stage;
  /** The root of the stage that built it. */
  readonly built: CleanRoot;
  remove(): void;
}

/** Does what deploy/Dockerfile says: the steps of each stage in a root of its own. */
export function buildImage(): Image {
  const stages = readDockerfile(read("deploy/Dockerfile"));
  const roots = new Map<string | null, CleanRoot>();
  let root = cleanRoot();
  for (const stage of stages) {
    if (roots.size > 0) root = cleanRoot();
    roots.set(stage.name, root);
    runSteps(stage, root, roots);
  }
  const all = [...roots.values()];
  return { root, stage: stages.at(-1)!, built: all[0]!, remove: () => all.forEach((one) => one.remove()) };
}

function runSteps(stage: Stage, root: CleanRoot, roots: ReadonlyMap<string | null, CleanRoot>): void {
  let cwd = "/";
  for (const { name, text } of stage.instructions) {
    if (name === "WORKDIR") mkdirSync(join(root.path, (cwd = text)), { recursive: true });
    if (name === "COPY") copy(text, join(root.path, cwd), roots);
    if (name === "RUN") run(text, cwd, root);
  }
}

function copy(text: string, to: string, roots: ReadonlyMap<string | null, CleanRoot>): void {
  const [, stage, from] = /^--from=(\S+) (\S+) \.\/$/.exec(text) ?? [];
  if (stage && from) return cpSync(join(roots.get(stage)!.path, from), to, { recursive: true, verbatimSymlinks: true });
  if (text !== ". .") throw new Error(`A COPY that the test does not know: ${text}`);
  for (const path of context()) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(repository, path), join(to, path), { verbatimSymlinks: true });
  }
}

/** The files of the repository that a build gets: those of git, without what .dockerignore leaves out. */
export function context(): readonly string[] {
  const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const isIgnored = ignoredBy(read("deploy/Dockerfile.dockerignore"));
  return stdout.split("\0").filter((path) => path !== "" && !isIgnored(path) && existsSync(join(repository, path)));
}

/** Where packages come from on this machine: nothing of it may stay in the image. */
const isOfNpm = (name: string) => /^(?:npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs)$/i.test(name);

function run(text: string, cwd: string, root: CleanRoot): void {
  const own = Object.entries(process.env).filter(([name, value]) => isOfNpm(name) && value);
  const env = { HOME: "/root", CI: "true", ...(Object.fromEntries(own) as Record<string, string>) };
  const npmrc = join(homedir(), ".npmrc");
  if (existsSync(npmrc)) writeFileSync(join(root.path, "root/.npmrc"), readFileSync(npmrc));
  const [file = "", ...args] = root.command(["/bin/sh", "-ec", text], { cwd, env });
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`RUN ${text}\n${stdout}\n${stderr}`);
}

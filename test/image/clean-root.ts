import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What an image `FROM node` has from Debian. Everything of the program itself comes from the Dockerfile. */
const SYSTEM = ["usr", "etc"];
const LINKS = ["bin", "lib", "lib64", "sbin"];
const NODE = "opt/node";

/** Whether this machine lets a test make namespaces, as root on Linux can. */
export const canMakeRoots =
  process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "--pid", "--fork", "true"]).status === 0;

export interface RootOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * As a container with a read-only root: the user and the folders that can be written beside /tmp. `undefined`: root,
   * who can write everything, as in a build.
   */
  readonly container?: { readonly user: string; readonly writable: readonly string[] } | undefined;
}

/** A folder that is the root of programs: they see the system of this machine, cannot change it, and nothing else. */
export interface CleanRoot {
  readonly path: string;
  /** A command line that runs a program in it, as process 1. */
  command(program: readonly string[], options: RootOptions): readonly string[];
  remove(): void;
}

/** A root like that of an image `FROM node`, with the Node that runs the tests and its npm. */
export function cleanRoot(): CleanRoot {
  const path = mkdtempSync(join(tmpdir(), "latchkey-root-"));
  for (const folder of [...SYSTEM, "proc", "dev", "tmp", "root", `${NODE}/bin`])
    mkdirSync(join(path, folder), { recursive: true });
  for (const link of LINKS) symlinkSync(`usr/${link}`, join(path, link));
  cpSync(process.execPath, join(path, NODE, "bin/node"));
  const npm = dirname(dirname(realpathSync(spawnSync("which", ["npm"], { encoding: "utf8" }).stdout.trim())));
  cpSync(npm, join(path, NODE, "lib/npm"), { recursive: true });
  for (const name of ["npm", "npx"]) symlinkSync(`../lib/npm/bin/${name}-cli.js`, join(path, NODE, "bin", name));
  spawnSync("chmod", ["755", path]);

  return {
    path,
    command(program, { cwd, env, container }) {
      const variables = { PATH: `/${NODE}/bin:/usr/bin:/bin`, ...env };
      const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
      const start = [...(container ? asUser(container.user) : []), "env", "-i", ...assignments, ...program];
      const inside = `cd ${quoted(cwd)} && exec ${start.map(quoted).join(" ")}`;
      const script = [...mounts(path, container?.writable), `exec chroot ${path} /bin/sh -c ${quoted(inside)}`];
      const namespaces = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"];
      return ["unshare", ...namespaces, "sh", "-c", script.join(" && ")];
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function asUser(user: string): readonly string[] {
  const [uid = "", gid = uid] = user.split(":");
  return ["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--no-new-privs", "--bounding-set=-all"];
}

function mounts(path: string, writable: readonly string[] | undefined): readonly string[] {
  const system = SYSTEM.flatMap((folder) => [
    `mount --bind /${folder} ${path}/${folder}`,
    `mount -o remount,ro,bind ${path}/${folder}`,
  ]);
  const kept = (writable ?? []).map((folder) => `mount --bind ${path}${folder} ${path}${folder}`);
  return [
    `mount --bind ${path} ${path}`,
    ...system,
    `mount --rbind /dev ${path}/dev`,
    `mount -t proc proc ${path}/proc`,
    ...kept,
    ...(writable ? [`mount -t tmpfs tmpfs ${path}/tmp`, `mount -o remount,ro,bind ${path}`] : []),
  ];
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

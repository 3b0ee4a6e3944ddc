import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { text as streamText } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openInbox, PASSWORD, USER, type Inbox } from "../../packages/mail/test/support/smtp-inbox.ts";
import { databaseUrl, postgresUrl } from "../support/postgres/postgres.ts";
import { samplesIn } from "../support/samples/readme.ts";
import { temporaryFolder } from "../support/storages.ts";
import { read } from "./build-image.ts";
import { freePort } from "./free-port.ts";

const ADMIN_PASSWORD = "a long password of the administrator";

/** A command of docs/running/vm-with-caddy.md. */
function tried(name: string): string {
  const sample = samplesIn("docs/running/vm-with-caddy.md").find(({ attributes }) => attributes.get("tried") === name);
  if (!sample) throw new Error(`docs/running/vm-with-caddy.md has no sample tried=${name}`);
  return sample.code;
}

async function onPostgres(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl() });
  await client.connect();
  try {
    // `create database` wants to be alone.
    for (const statement of text.split(";").filter((part) => part.trim() !== "")) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What deploy/latchkey.service says behind a name. */
function unit(name: string): string {
  return new RegExp(`^${name}=(.*)$`, "m").exec(read("deploy/latchkey.service"))![1]!;
}

/**
 * The page that leads from nothing to a running server, in an empty folder: with a real PostgreSQL and a real SMTP
 * server.
 *
 * @param tarballs the folder of the packed packages, since nothing is published
 */
export function vmPage(tarballs: () => string): void {
  const folder = temporaryFolder();
  const name = `latchkey_vm_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(24).toString("hex");
  let inbox: Inbox;
  let origin = "";
  beforeAll(async () => {
    inbox = await openInbox();
    origin = `http://localhost:${await freePort()}`;
  });
  afterAll(async () => {
    await inbox.close();
    await onPostgres(`drop database if exists ${name} with (force); drop role if exists ${name}`);
    folder.remove();
  });

  /** The command, for this folder and these servers instead of those of the page. */
  const here = (text: string) => {
    const { hostname, port } = new URL(databaseUrl(name));
    const smtp = `smtp://${[USER, PASSWORD].map(encodeURIComponent).join(":")}@127.0.0.1:${inbox.port}`;
    return text
      .replace("npm install latchkey", `npm install --no-audit --no-fund ${globSync(`${tarballs()}/*.tgz`).join(" ")}`)
      .replaceAll("/opt/latchkey", `${folder.path}/opt`)
      .replaceAll("/etc/latchkey.env", `${folder.path}/latchkey.env`)
      .replaceAll(
        /latchkey:a%20password\S+?@127.0.0.1:5432\/latchkey/g,
        `${name}:${password}@${hostname}:${port}/${name}`,
      )
      .replaceAll("https://accounts.example.com", origin)
      .replaceAll("smtp://user:password@smtp.example.com:587", smtp);
  };
  // Not spawnSync: the SMTP server is in this process, and has to answer.
  const shell = async (text: string) => {
    const child = spawn("sh", ["-ec", here(text)], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] });
    const [[status], stdout, stderr] = await Promise.all([
      once(child, "close") as Promise<[number]>,
      streamText(child.stdout),
      streamText(child.stderr),
    ]);
    return { status, stdout, stderr };
  };
  const ok = { status: 0 };

  it("OP03 docs/running/vm-with-caddy.md leads to a server with PostgreSQL, mails and an administrator", async () => {
    await onPostgres(
      tried("vm-database")
        .replaceAll("a password of your own", password)
        .replaceAll(/\blatchkey\b/g, name),
    );
    expect(await shell(tried("vm-install"))).toMatchObject(ok);
    expect(await shell(tried("vm-settings"))).toMatchObject(ok);
    expect(statSync(`${folder.path}/latchkey.env`).mode & 0o777).toBe(0o600);
    const before = await shell(tried("vm-doctor"));
    expect(before.stdout + before.stderr).toMatch(/ok +database .*\n(?:.*\n)*warn +migrations .*no tables yet/);
    expect(before.stdout).toMatch(/ok +mail .*takes the sign-in/);
    expect(before.stdout).toMatch(/warn +origin .*Nothing answers/);
    expect(before.status).toBe(0);

    const server = startAsTheUnitSays();
    await expect.poll(server.said, { timeout: 60_000 }).toContain("listens on");
    const email = "ada@example.com";
    const answer = await fetch(`${origin}/auth/signup`, {
      method: "POST",
      headers: { "content-type": "application/json", "session-carrier": "bearer" },
      body: JSON.stringify({ email, password: "correct horse battery staple" }),
    });
    expect(answer.status).toBe(200);
    await administer();
    const mail = await inbox.next();
    expect([mail.from?.name, mail.text]).toEqual([
      "Example",
      expect.stringContaining(`${origin}/auth/verify-email?token=`),
    ]);
    const after = await shell(tried("vm-doctor"));
    expect(after.stdout).toMatch(/ok +migrations/);
    expect(after.stdout).toMatch(/ok +origin +The server answers/);
    expect(after.stdout).toMatch(/ 0 to look at, 0 wrong\n$/);
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  });

  /** Makes an administrator, who then sees the user in the panel's API, and the user's rows in the audit log. */
  async function administer() {
    const made = await shell(`{\n${tried("vm-administrator")}\n} <<'END'\n${ADMIN_PASSWORD}\nEND`);
    expect(made).toMatchObject(ok);
    const body = JSON.stringify({ email: "ada@example.com", password: ADMIN_PASSWORD });
    const headers = { "content-type": "application/json", "session-carrier": "bearer" };
    const signedIn = await fetch(`${origin}/admin/signin`, { method: "POST", headers, body });
    const { token } = (await signedIn.json()) as { token: string };
    const get = async (path: string) =>
      (await fetch(`${origin}/admin/api${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
    expect(await get("/users")).toMatchObject({ users: [{ email: "ada@example.com" }] });
    const types = ((await get("/audit")) as { entries: { type: string }[] }).entries.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["user.created", "session.opened"]));
  }

  /** ExecStart with Environment and EnvironmentFile, in the paths of this folder. */
  function startAsTheUnitSays() {
    const environment = unit("Environment").replace(/PORT=\d+/, `PORT=${new URL(origin).port}`);
    const start = unit("ExecStart").replace("/usr/bin/node", process.execPath);
    const line = here(`set -a && . ${unit("EnvironmentFile")} && ${environment} exec ${start}`);
    const child = spawn("sh", ["-ec", line], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] });
    process.once("exit", () => child.kill("SIGKILL"));
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    return { child, said: () => said, ended: once(child, "close").then(([code]) => code as number) };
  }

  it("OP04 the unit of systemd leaves the server next to no rights", () => {
    const text = read("deploy/latchkey.service");
    for (const line of ["DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="])
      expect(text).toMatch(new RegExp(`^${line}$`, "m"));
    expect(readFileSync(join(folder.path, "opt/node_modules/latchkey/dist/bin.js"), "utf8")).toContain("#!");
    const analyzed = spawnSync(
      "systemd-analyze",
      ["security", "--offline=true", "--threshold=20", "deploy/latchkey.service"],
      {
        cwd: join(import.meta.dirname, "../.."),
        encoding: "utf8",
      },
    );
    // Where there is no systemd, the lines above have to do.
    if (analyzed.error === undefined) expect([analyzed.status, analyzed.stderr]).toEqual([0, ""]);
  });
}

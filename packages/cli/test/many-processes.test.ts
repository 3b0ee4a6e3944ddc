import { describe, expect, it, vi } from "vitest";
import { get, me, PASSWORD, signIn, signOut, signUp } from "./client.ts";
import { AUTH_SECRET, databases, withAuth } from "./databases.ts";
import { newFolder, startServer, type Server } from "./processes.ts";

// Many real hashes and processes, on as few cores as there are.
vi.setConfig({ testTimeout: 90_000 });

function startServers(count: number, DATABASE_URL: string): Promise<Server[]> {
  const folder = newFolder();
  return Promise.all(Array.from({ length: count }, () => startServer({ DATABASE_URL, AUTH_SECRET }, folder)));
}

describe.each(databases)("two server processes on one $name behave as one", ({ create }) => {
  it("D05 SE02 signed out in one is signed out in the other, fifty times", async () => {
    const database = await create();
    const [here, there] = (await startServers(2, database.url)) as [Server, Server];
    const tokens = await withAuth(database, async (auth) => {
      const drafts = Array.from({ length: 50 }, (_, at) =>
        auth.signUp({ email: `ada${at}@example.com`, password: PASSWORD }),
      );
      return (await Promise.all(drafts)).map(({ token }) => token);
    });

    let accepted = 0;
    for (const [round, token] of tokens.entries()) {
      const [one, other] = round % 2 ? [here, there] : [there, here];
      expect((await me(other.url, token)).status).toBe(200);
      expect((await signOut(one.url, token)).status).toBe(200);
      const [asBearer, asCookie] = await Promise.all([
        me(other.url, token),
        get(`${other.url}/auth/me`, { cookie: `latchkey_session=${token}` }),
      ]);
      if (asBearer.status !== 401 || asCookie.status !== 401) accepted++;
    }
    expect(accepted).toBe(0);
  });

  it("ID13 a hundred sign-ups of one address at once make one account, which signs in at both", async () => {
    const database = await create();
    const servers = await startServers(2, database.url);
    const spellings = ["ada@example.com", "Ada@Example.com"];
    const attempts = Array.from({ length: 100 }, (_, at) => signUp(servers[at % 2]!.url, spellings[(at >> 1) % 2]!));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);

    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // A full line in front of the hasher may turn some away.
    expect(statuses.filter((status) => status !== 200 && status !== 409 && status !== 503)).toEqual([]);
    expect(await database.rows("select email from auth_users")).toEqual([{ email: "ada@example.com" }]);
    for (const { url } of servers) expect((await signIn(url, "ada@example.com")).status).toBe(200);
  });

  it("P03 eight that start at once on an empty database all succeed", async () => {
    const database = await create();
    const servers = await startServers(8, database.url);
    const { body } = await signUp(servers[0]!.url, "ada@example.com");
    const answers = await Promise.all(servers.map(({ url }) => me(url, body.token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(servers.map(({ said }) => said.err).join("")).toBe("");
  });
});

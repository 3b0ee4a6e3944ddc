import { createAuth, type Storage } from "@latchkey/core";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { users } from "@latchkey/core/users";
import { createHandler } from "@latchkey/http";
import { expect, it } from "vitest";
import { admin, firstAdministrator, panelRoutes } from "../src/index.ts";
import { ORIGIN, PASSWORD } from "./console.ts";

/** One process of a server, on a storage that others share. */
function openServer(storage: Storage, pool: string, secret = "a secret of this project, 32 bytes or more") {
  const clock = testClock();
  const common = { storage, secret, passwords: fastHasher(), now: clock.now };
  const administrators = createAuth({ ...common, pool, signUps: false, keepsLastUser: true });
  const first = firstAdministrator(administrators);
  const panel = admin(createAuth({ ...common, pool: `${pool}-shop` }), { administrators });
  const handler = createHandler(administrators, {
    basePath: "/admin",
    cookie: { name: "latchkey_admin" },
    routes: panelRoutes(panel, { parts: [first.part] }),
  });
  const setUp = (email: string, token: string) =>
    handler(
      new Request(`${ORIGIN}/admin/setup`, {
        method: "POST",
        headers: { origin: ORIGIN, "sec-fetch-site": "same-origin" },
        body: new URLSearchParams({ token, email, password: PASSWORD }),
      }),
    );
  return { first, handler, clock, administrators, setUp };
}

/** The first administrator, by the link. */
export function tellFirst(open: () => Storage): void {
  it("AD05 the link makes one administrator, who is signed in, and then it is void", async () => {
    const server = openServer(open(), `first-${crypto.randomUUID().slice(0, 8)}`);
    const token = (await server.first.token())!;
    const page = await server.handler(new Request(`${ORIGIN}/admin/setup?token=${token}`));
    expect(await page.text()).toContain(`value="${token}"`);
    const made = await server.setUp("root@shop.test", token);
    expect([made.status, made.headers.get("location")]).toEqual([303, "/admin/users"]);
    const [cookie = ""] = made.headers.getSetCookie()[0]!.split(";");
    expect((await server.handler(new Request(`${ORIGIN}/admin/users`, { headers: { cookie } }))).status).toBe(200);
    expect((await server.setUp("eve@shop.test", token)).status).toBe(400);
    // A link that makes nobody has no form to fill in for nothing.
    for (const over of [token, "gibberish", ""]) {
      const html = await (await server.handler(new Request(`${ORIGIN}/admin/setup?token=${over}`))).text();
      expect(html).toContain("This link is no longer valid.");
      expect(html).not.toContain("<form");
    }
    expect(await server.first.token()).toBeNull();
    expect((await users(server.administrators).list()).users).toHaveLength(1);
  });

  it("AD05 of twenty who use the link at once, in two processes, one becomes the administrator", async () => {
    const [storage, pool] = [open(), `first-${crypto.randomUUID().slice(0, 8)}`];
    const servers = [openServer(storage, pool), openServer(storage, pool)];
    const token = (await servers[0]!.first.token())!;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => servers[index % 2]!.setUp(`root${index}@shop.test`, token)),
    );
    const expected = [303, ...Array.from({ length: 19 }, () => 400)];
    expect(answers.map(({ status }) => status).sort()).toEqual(expected);
    expect((await users(servers[0]!.administrators).list()).users).toHaveLength(1);
  });

  it("AD05 no other link works: gibberish, one of another secret or pool, one that is a day old", async () => {
    const [storage, pool] = [open(), `first-${crypto.randomUUID().slice(0, 8)}`];
    const server = openServer(storage, pool);
    const own = (await server.first.token())!;
    const others = [
      openServer(storage, pool, "another secret of somebody, 32 bytes or more"),
      openServer(storage, `${pool}x`),
    ];
    const tokens = await Promise.all(others.map(({ first }) => first.token()));
    for (const token of ["", "gibberish", `${own}A`, ...tokens])
      expect((await server.setUp("eve@shop.test", token!)).status).toBe(400);
    server.clock.advance(86_400);
    expect((await server.setUp("eve@shop.test", own)).status).toBe(400);
    expect((await users(server.administrators).list()).users).toEqual([]);
  });

  it("AD05 where a command has made the administrator, there is no link", async () => {
    const server = openServer(open(), `first-${crypto.randomUUID().slice(0, 8)}`);
    const token = (await server.first.token())!;
    await users(server.administrators).create({ email: "root@shop.test", password: PASSWORD });
    expect(await server.first.token()).toBeNull();
    expect((await server.setUp("eve@shop.test", token)).status).toBe(400);
  });
}

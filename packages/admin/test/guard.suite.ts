import { memoryStorage } from "@latchkey/core/memory";
import { createHandler } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { storageAway } from "../../../test/support/storage-away.ts";
import { ask } from "./api-client.ts";
import { openConsole, ORIGIN, PASSWORD, type Console } from "./console.ts";

/** Actions that change neither who gets in nor what is stored about a person. */
const HARMLESS = /\/(unlock|end-sessions|end-session|send-reset|send-verification)$/;

/** Pages that everybody may see, because they let administrators in. */
const OPEN = ["/sign-in", "/sign-out"];

const isApi = ({ path }: { readonly path: string }) => path.startsWith("/api/");

/** A page of the panel itself, behind its guard. */
const isOwnPage = ({ path }: { readonly path: string }) => /^\/(users|audit|proof)?(\/|$)/.test(path);

async function openFor(options: Parameters<typeof openConsole>[0] = {}) {
  const shop = await openConsole(options);
  const { id } = await shop.people.create({ email: "ada@example.com", password: PASSWORD });
  const calls = shop.routes.filter(isApi).map((route) => ({ ...route, path: route.path.replace(":id", id) }));
  return { ...shop, id, calls };
}

/** Sends the form of a page, or asks for a page, with a cookie. */
async function visit({ handler }: Console, { method, path }: { method: string; path: string }, token = "") {
  const headers: Record<string, string> = { origin: ORIGIN, "sec-fetch-site": "same-origin" };
  if (token !== "") headers.cookie = `__Host-latchkey_admin=${token}`;
  const body = method === "POST" ? new URLSearchParams({ action: "delete" }) : null;
  return handler(new Request(`${ORIGIN}/admin${path}`, { method, headers, body }));
}

/** Who gets in, by the list of the routes: a route that is added without a guard fails here. */
export function tellGuards(): void {
  it("AD01 no route answers without a session of an administrator, and nothing changes", async () => {
    const { handler, calls, auth, people, id } = await openFor();
    const { token: stranger } = await auth.signIn({ email: "ada@example.com", password: PASSWORD });
    const before = await people.export(id);
    expect(calls.length).toBeGreaterThan(18);
    for (const { method, path } of calls) {
      for (const token of [undefined, "gibberish", stranger]) {
        const answer = await ask(handler, { method, path, token });
        expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, "unauthenticated"]);
      }
    }
    expect({ ...(await people.export(id)), exportedAt: "" }).toEqual({ ...before, exportedAt: "" });
  });

  it("AD01 no route answers whom allow does not let in", async () => {
    for (const allow of [() => false, async () => false, () => "yes" as never]) {
      const { handler, calls, signIn } = await openFor({ admin: { allow } });
      const token = await signIn();
      for (const { method, path } of calls) {
        const answer = await ask(handler, { method, path, token });
        expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 403, "refused"]);
      }
    }
  });

  it("AD01 what hurts is refused without a recent proof, and goes on after one", async () => {
    const { handler, calls, clock, people, id, signIn } = await openFor();
    const token = await signIn();
    clock.advance(300);
    for (const { method, path } of calls) {
      const hurts = path.endsWith("/export") || (method !== "GET" && !HARMLESS.test(path));
      const answer = await ask(handler, { method, path, token, body: method === "PATCH" ? {} : undefined });
      if (hurts) expect([path, answer.status, answer.body.code]).toEqual([path, 403, "proof_required"]);
      else expect([path, answer.body.code]).not.toEqual([path, "proof_required"]);
    }
    expect(await people.find({ id })).toMatchObject({ disabled: false, emailVerified: false });
    const { token: proved } = { token: await signIn() };
    expect(await ask(handler, { method: "DELETE", path: `/api/users/${id}`, token: proved })).toMatchObject({
      status: 200,
    });
  });

  it("AD01 in a handler over another auth, no route lets that auth's users in", async () => {
    const { auth, routes, calls } = await openFor();
    const reported: unknown[] = [];
    const onError = (error: unknown) => void reported.push(error);
    const handler = createHandler(auth, { basePath: "/admin", routes: routes.filter(isApi), onError });
    const { token } = await auth.signIn({ email: "ada@example.com", password: PASSWORD });
    for (const { method, path } of calls) {
      const answer = await ask(handler, { method, path, token });
      expect([path, answer.status]).toEqual([path, 500]);
    }
    expect(reported.every((error) => error instanceof TypeError)).toBe(true);
  });

  it("AD01 no route and no form takes what another site sends with the cookie of an administrator", async () => {
    const shop = await openFor();
    const token = await shop.signIn();
    const changing = shop.routes.filter(({ method }) => method !== "GET");
    expect(changing.length).toBeGreaterThan(20);
    for (const { method, path } of changing) {
      const body = isApi({ path }) ? "{}" : new URLSearchParams({ action: "delete", password: PASSWORD });
      for (const site of [{ origin: "https://evil.test" }, { "sec-fetch-site": "cross-site" }]) {
        const headers: Record<string, string> = { ...site, cookie: `__Host-latchkey_admin=${token}` };
        if (isApi({ path })) headers["content-type"] = "application/json";
        const url = `${ORIGIN}/admin${path.replace(":id", shop.id)}`;
        const response = await shop.handler(new Request(url, { method, headers, body }));
        expect([method, path, response.status, response.headers.getSetCookie()]).toEqual([method, path, 403, []]);
      }
    }
    expect(await shop.people.find({ id: shop.id })).toMatchObject({ disabled: false, emailVerified: false });
    expect((await visit(shop, { method: "GET", path: "/users" }, token)).status).toBe(200);
  });

  it("AD01 while storage is away, routes and pages answer 503, and nobody is signed out", async () => {
    let isAway = false;
    const shop = await openFor({ storage: storageAway(memoryStorage(), () => isAway) });
    const token = await shop.signIn();
    isAway = true;
    for (const { method, path } of shop.calls) {
      const answer = await ask(shop.handler, { method, path, token });
      expect([path, answer.status, answer.body.code]).toEqual([path, 503, "storage_unavailable"]);
    }
    for (const { method, path } of shop.routes.filter(isOwnPage)) {
      const response = await visit(shop, { method, path: path.replace(":id", shop.id) }, token);
      expect([method, path, response.status, response.headers.getSetCookie()]).toEqual([method, path, 503, []]);
    }
    isAway = false;
    expect((await visit(shop, { method: "GET", path: "/users" }, token)).status).toBe(200);
  });

  describe("pages", () => {
    it("AD01 every page of the panel sends whoever is no administrator to sign in", async () => {
      const shop = await openFor();
      const { token: stranger } = await shop.auth.signIn({ email: "ada@example.com", password: PASSWORD });
      const pages = shop.routes.filter((route) => !isApi(route) && !OPEN.includes(route.path));
      expect(pages.length).toBeGreaterThan(8);
      for (const route of pages) {
        for (const token of ["", "gibberish", stranger]) {
          const path = route.path.replace(":id", shop.id);
          const { status, headers } = await visit(shop, { ...route, path }, token);
          // A form without a session is the page to sign in, or the refusal of the action.
          if (status !== 404)
            expect([route.method, path, status, headers.get("location")?.split("?")[0]]).toEqual([
              route.method,
              path,
              303,
              "/admin/sign-in",
            ]);
          else expect([route.method, path]).toEqual(["POST", "/account"]);
        }
      }
      expect(await shop.people.find({ id: shop.id })).not.toBeNull();
    });

    it("AD01 no page of the panel shows itself to whom allow does not let in", async () => {
      const shop = await openFor({ admin: { allow: () => false } });
      const token = await shop.signIn();
      const own = shop.routes.filter(isOwnPage);
      expect(own.length).toBeGreaterThan(6);
      for (const route of own) {
        const path = route.path.replace(":id", shop.id);
        const response = await visit(shop, { ...route, path }, token);
        expect([route.method, path, response.status]).toEqual([route.method, path, 403]);
        expect(await response.text()).not.toContain("ada@example.com");
      }
    });
  });
}

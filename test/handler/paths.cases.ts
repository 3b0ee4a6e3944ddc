import { sessions } from "@latchkey/core/sessions";
import { sessionRoutes, type Route } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import type { HandlerCases } from "./cases.ts";
import { open } from "./open.ts";

const echo = (method: "GET" | "POST", path: string): Route => ({
  method,
  path,
  handle: async ({ params }) => ({ body: { path, ...params } }),
});

const routes = [
  echo("GET", "/invitations/:code"),
  echo("POST", "/invitations/:code"),
  echo("GET", "/invitations/new"),
  echo("GET", "/oauth/:provider/callback"),
];

export const pathCases: HandlerCases = {
  async "a part of a path may be a name, and an exact path comes first"() {
    const { get, post } = open({}, { routes });
    const found: [string, object][] = [
      ["/invitations/abc", { path: "/invitations/:code", code: "abc" }],
      ["/invitations/abc/", { path: "/invitations/:code", code: "abc" }],
      ["/invitations/a%2Fb%20c%C3%A9", { path: "/invitations/:code", code: "a/b cé" }],
      ["/invitations/new", { path: "/invitations/new" }],
      ["/invitations/__proto__", { path: "/invitations/:code", code: "__proto__" }],
      ["/oauth/google/callback?code=1", { path: "/oauth/:provider/callback", provider: "google" }],
    ];
    for (const [path, body] of found) checkSame(await (await get(path)).json(), body, path);
    checkSame(await (await post("/invitations/x")).json(), { path: "/invitations/:code", code: "x" }, "POST");
    const missing = ["/invitations", "/invitations/", "/invitations/a/b", "/invitations/%FF", "/oauth//callback"];
    for (const path of missing) checkSame((await get(path)).status, 404, path);
    const refused = await post("/oauth/google/callback");
    checkSame([refused.status, refused.headers.get("allow")], [405, "GET, HEAD, OPTIONS"], "another method");
  },

  async "two paths that differ in the name alone, and a path with two names, are TypeErrors"() {
    const bad = [
      [echo("GET", "/a/:one"), echo("GET", "/a/:one")],
      [echo("GET", "/a/:one"), echo("POST", "/a/:two")],
      [echo("GET", "/a/:one/:two")],
      [echo("GET", "/a/:")],
      [echo("GET", "/a/:0")],
      [echo("GET", "/methods")],
    ];
    for (const list of bad) {
      let thrown: unknown;
      try {
        open({}, { routes: list });
      } catch (error) {
        thrown = error;
      }
      check(thrown instanceof TypeError, JSON.stringify(list.map(({ method, path }) => `${method} ${path}`)));
    }
  },

  async "GET /methods says what the handler offers, by its routes and its options"() {
    const methods = async (...options: Parameters<typeof open>) =>
      ((await (await open(...options).get("/methods")).json()) as { methods: object }).methods;
    checkSame(await methods(), { password: { signUp: true, minLength: 8, maxLength: 256 } }, "alone");
    const newsletter: Route = { ...echo("GET", "/newsletter"), offers: ({ pool }) => ({ newsletter: { pool } }) };
    checkSame(
      await methods({ signUps: false, passwordPolicy: { minLength: 12, maxLength: 64 } }, (auth) => ({
        routes: [...sessionRoutes(sessions(auth)), newsletter],
      })),
      {
        password: { signUp: false, minLength: 12, maxLength: 64 },
        sessions: {},
        newsletter: { pool: "users" },
      },
      "with more routes",
    );
  },
};

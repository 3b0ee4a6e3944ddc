import type { Route } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import { ORIGIN, TRUSTED_ORIGIN } from "../support/server.ts";
import type { HandlerCases } from "./cases.ts";
import { checkInternal, open } from "./open.ts";

const publicRoute = (maxAge: number, more: object = {}): Route => ({
  method: "GET",
  path: "/keys",
  handle: async () => ({ body: { keys: [] }, maxAge, ...more }) as never,
});

export const publicAnswerCases: HandlerCases = {
  async "ST05 what is the same for everybody may be cached and read everywhere, and sets no cookie"() {
    const here = open(
      {},
      { routes: [publicRoute(60, { setCookie: "a=b", status: 201 })], trustedOrigins: [TRUSTED_ORIGIN] },
    );
    for (const headers of [{}, { origin: TRUSTED_ORIGIN }, { origin: "https://evil.example", cookie: "a=b" }]) {
      const response = await here.get("/keys", headers as Record<string, string>);
      checkSame(
        [response.status, Object.fromEntries(response.headers), await response.text()],
        [
          200,
          {
            "access-control-allow-origin": "*",
            "cache-control": "public, max-age=60",
            "content-type": "application/json; charset=utf-8",
            "x-content-type-options": "nosniff",
          },
          '{"keys":[]}',
        ],
        JSON.stringify(headers),
      );
    }
    const head = await here.handler(new Request(`${ORIGIN}/auth/keys`, { method: "HEAD" }));
    checkSame(
      [head.headers.get("cache-control"), head.headers.get("content-length"), await head.text()],
      ["public, max-age=60", "11", ""],
      "HEAD",
    );
    checkSame((await here.get("/me")).headers.get("cache-control"), "no-store", "everything else");
    checkSame((await open({}, { routes: [publicRoute(0)] }).get("/keys")).status, 200, "for no time");
  },

  async "ST05 a time that is no whole number of seconds is the application's mistake"() {
    for (const maxAge of [-1, 0.5, Number.NaN, Infinity, "60" as never]) {
      const here = open({}, { routes: [publicRoute(maxAge)] });
      const response = await here.get("/keys");
      checkSame(response.headers.get("cache-control"), "no-store", String(maxAge));
      await checkInternal(response, String(maxAge));
      check(String(here.reported[0]).includes("maxAge must be"), "what is reported");
    }
  },
};

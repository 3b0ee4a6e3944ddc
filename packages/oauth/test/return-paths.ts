import { oauth2 } from "@latchkey/oauth";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWAY } from "../../../test/support/away.ts";
import { openApplication, ORIGIN } from "./support/application.ts";

const plain = oauth2("plain", {
  authorizationEndpoint: "https://provider.example/authorize",
  tokenEndpoint: "https://provider.example/token",
  clientId: "shop",
  profile: async () => ({ subject: "1", email: null, emailIsProven: false }),
});

/** Whatever a link may try: what leaves an origin, pieces of it in any order, and any text. */
const next = fc.oneof(
  fc.constantFrom(...AWAY),
  fc
    .array(
      fc.constantFrom("/", "//", "\\", ".", "..", "@", ":", "https:", "evil.example", "\t", "\n", "%2f", "%5c", "é"),
    )
    .map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => `/${text}`),
);

/** On every runtime: where links can send somebody. */
export function returnPaths(): void {
  describe("the way back from a provider", () => {
    it("OA06 never leaves the origin, whatever `next` a link has, and whatever stands for the provider", async () => {
      const shop = openApplication([plain]);
      const ask = (path: string, headers = {}) => shop.handler(new Request(`${ORIGIN}/auth${path}`, { headers }));
      const check = async (wanted: string, id: string) => {
        const query = `next=${encodeURIComponent(wanted)}`;
        const begun = await ask(`/oauth/plain?${query}`);
        const state = new URL(begun.headers.get("location")!).searchParams.get("state")!;
        const [cookie] = begun.headers.get("set-cookie")!.split(";");
        const refused = await ask(`/oauth/plain/callback?state=${state}&error=access_denied`, { cookie: cookie! });
        // The flow says where it goes, also when it ends well.
        const error = new URL(refused.headers.get("location")!, ORIGIN);
        expect(error.searchParams.get("error")).toBe("access_denied");
        const back = new URL(error.searchParams.get("next")!, `${ORIGIN}/auth/sign-in`);
        expect([error.origin, back.origin]).toEqual([ORIGIN, ORIGIN]);

        const nowhere = await ask(`/oauth/x${encodeURIComponent(id)}?${query}`);
        const failed = new URL(nowhere.headers.get("location")!, ORIGIN);
        expect([failed.origin, failed.pathname, failed.searchParams.get("provider")]).toEqual([
          ORIGIN,
          "/auth/sign-in",
          null,
        ]);
      };
      await fc.assert(fc.asyncProperty(next, fc.string({ maxLength: 20 }), check), { numRuns: 150 });
      expect(shop.reported).toEqual([]);
    });

    it("OA02 opens nothing and breaks nothing, whatever query and cookie a callback has", async () => {
      const shop = openApplication([plain]);
      const state = fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{43}$/));
      const parameters = fc.record(
        { state, code: fc.string(), iss: fc.string(), error: fc.string() },
        { requiredKeys: [] },
      );
      const check = async (given: object, value: string) => {
        const search = new URLSearchParams(given as Record<string, string>);
        const cookie = `__Host-latchkey_oauth_${search.get("state")}=${encodeURIComponent(value)}`;
        const headers = { cookie: cookie.replace(/[^\x21-\x7e ]/g, "") };
        const answer = await shop.handler(new Request(`${ORIGIN}/auth/oauth/plain/callback?${search}`, { headers }));
        expect([answer.status, answer.headers.get("location")]).toEqual([
          303,
          "/auth/sign-in?error=flow_expired&provider=plain",
        ]);
        expect(answer.headers.get("set-cookie") ?? "").not.toMatch(/latchkey_session/);
      };
      await fc.assert(fc.asyncProperty(parameters, fc.base64String(), check), { numRuns: 150 });
      expect(shop.reported).toEqual([]);
    });
  });
}

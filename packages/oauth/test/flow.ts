import { describe, expect, it } from "vitest";
import { ADA, openOkta, signIn } from "./support/application.ts";

/** On every runtime: whole flows through a real OpenID provider. */
export function flows(): void {
  describe("sign-in with a real OpenID provider", () => {
    it("OA01 creates a user at the first time and finds the same one at the second", async () => {
      const shop = await openOkta();
      const first = shop.visitor();
      const landed = await signIn(shop, first, { path: "/auth/oauth/okta?next=/orders/7?a=b%23c" });
      expect(shop.reported).toEqual([]);
      expect(landed.url.href).toBe(`${shop.origin}/orders/7?a=b#c`);
      expect(await shop.whoIs(first)).toBe(ADA.email);
      const { body } = await shop.send(first, "/auth/identities");
      expect(body).toMatchObject({ hasPassword: false, identities: [{ provider: "okta", subject: "ada-1" }] });
    });
  });
}

import { apple, openid } from "@latchkey/oauth";
import { describe, expect, it } from "vitest";
import { ADA, CLIENT, openApplication, ORIGIN, PERSON } from "./support/application.ts";
import { openIdProvider } from "./support/counterparts.ts";

const NAME = JSON.stringify({ name: { firstName: "Ada", lastName: "Lovelace" }, email: "forged@example.com" });

/** A provider that posts forms with the name of a person, as Apple does, and somebody who has just allowed it. */
async function allowed(name = "") {
  const back = `${ORIGIN}/auth/oauth/okta/callback`;
  const { issuer } = await openIdProvider([{ ...CLIENT, redirect_uris: [back] }]);
  const { client_id: clientId, client_secret: clientSecret } = CLIENT;
  const { formName } = apple({ clientId, teamId: "", keyId: "", privateKey: "" });
  const provider = openid("okta", { issuer, clientId, clientSecret, responseMode: "form_post" });
  const shop = openApplication([{ ...provider, formName }], { metadata: (profile) => ({ name: profile.name }) });
  const visitor = shop.visitor();
  const login = await visitor.visit(`${ORIGIN}/auth/oauth/okta`);
  const form = await visitor.submit(login, { ...PERSON, name });
  const user = async () => (await shop.send(visitor, "/auth/me")).body.user;
  return { shop, visitor, form, user };
}

export function formNames(): void {
  describe("a name that comes in the form of a provider", () => {
    it("OA13 reaches the new user, and stands in no address on the way", async () => {
      const { visitor, form, user } = await allowed();
      await visitor.submit(form, { user: NAME });
      expect(await user()).toMatchObject({ email: ADA.email, metadata: { name: "Ada Lovelace" } });
      expect(visitor.trail.join("\n")).not.toMatch(/Ada|Lovelace|ada@|forged/);
    });

    it("OA13 gives way to the name that the provider has signed", async () => {
      const { visitor, form, user } = await allowed("Countess of Lovelace");
      await visitor.submit(form, { user: NAME });
      expect((await user()).metadata).toEqual({ name: "Countess of Lovelace" });
    });

    it("OA13 is left out when it is too long, of another flow, or no seal of this application", async () => {
      const long = await allowed();
      await long.visitor.submit(long.form, { user: JSON.stringify({ name: { firstName: "A".repeat(201) } }) });
      expect((await long.user()).metadata).toEqual({ name: null });

      const first = await allowed();
      const isSealed = ({ searchParams }: URL) => searchParams.has("latchkey_name");
      const { url } = await first.visitor.submit(first.form, { user: NAME }, { stopAt: isSealed });
      const other = first.shop.visitor();
      const login = await other.visit(`${ORIGIN}/auth/oauth/okta`);
      const form = await other.submit(login, { ...PERSON, name: "" });
      const next = await other.submit(form, { user: NAME }, { stopAt: isSealed });
      next.url.searchParams.set("latchkey_name", url.searchParams.get("latchkey_name")!);
      await other.visit(next.url);
      expect((await first.shop.send(other, "/auth/me")).body.user.metadata).toEqual({ name: null });

      const forged = await allowed();
      const stopped = await forged.visitor.submit(forged.form, { user: NAME }, { stopAt: isSealed });
      stopped.url.searchParams.set("latchkey_name", "Mallory");
      await forged.visitor.visit(stopped.url);
      expect((await forged.user()).metadata).toEqual({ name: null });
    });
  });
}

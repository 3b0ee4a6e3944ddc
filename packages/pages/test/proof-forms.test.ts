import { testClock } from "@latchkey/core/testing";
import { secondFactor } from "@latchkey/second-factor";
import { describe, expect, it } from "vitest";
import { appCode } from "./authenticator.ts";
import { openWithAda } from "./forms.suite.ts";
import { openShop } from "./server.ts";
import { Visitor } from "./visitor.ts";

/** In seconds. */
const FIVE_MINUTES = 300;

describe("SF08 forms that ask for a proof", () => {
  it.each(["email", "api-key", "delete"])(
    "the button of %s follows the password, and other ways follow it",
    async (id) => {
      const clock = testClock();
      const ada = await openWithAda(openShop({ auth: { now: clock.now } }));
      clock.advance(FIVE_MINUTES);
      const { html } = await ada.get("/account");
      const form = html
        .slice(html.indexOf(`<section id="${id === "api-key" ? "api-keys" : id}"`))
        .split("</section>")[0]!;
      const places = [`id="${id}-currentPassword"`, "<button", 'class="or"', 'form="prove-mail"'].map((part) =>
        form.indexOf(part, form.indexOf(`id="${id}-currentPassword"`)),
      );
      expect(places.toSorted((a, b) => a - b)).toEqual(places);
      expect(places).not.toContain(-1);
    },
  );

  it("fields for a code in several of them have an id each, so that every label has its field", async () => {
    const clock = testClock();
    const guards = [secondFactor({ issuer: "Shop" })];
    const shop = openShop({ auth: { now: clock.now, guards }, hasFactor: true, without: ["usernames"] });
    const ada = new Visitor(shop);
    // A mail makes an account without a password.
    await ada.post("/mail-sign-in", { step: "address", email: "ada@example.com" });
    const [, token = ""] = (await shop.mailTo("ada@example.com")).split("token=");
    const { headers } = await ada.post("/mail-sign-in", { step: "link", token });
    ada.cookie = headers.getSetCookie()[0]!.split(";")[0]!;
    const { html: setup } = await ada.post("/account", { action: "set-up-factor" });
    const [, ticket = ""] = /name="ticket" value="([^"]+)"/.exec(setup) ?? [];
    const [, secret = ""] = /class="key">([^<]+)</.exec(setup) ?? [];
    await ada.post("/account", { action: "confirm-factor", ticket, code: appCode(secret, clock.now()) });
    clock.advance(FIVE_MINUTES);
    const { html } = await ada.get("/account");
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(ids.filter((id) => id.endsWith("proof-code")).length).toBeGreaterThan(1);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

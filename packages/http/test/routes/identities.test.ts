import { createAuth } from "@latchkey/core";
import { identities, type Identities, type ProvedIdentity } from "@latchkey/core/identities";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, identityRoutes } from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { codeOf, ORIGIN, PASSWORD, SECRET } from "../support.ts";

function open() {
  const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), guards: [] });
  const own = identities(auth);
  const handler = createHandler(auth, { routes: identityRoutes(own) });
  const send = (path: string, token?: string, body?: object) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method: body ? "POST" : "GET",
        headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  return { auth, own, send };
}

/** The token of a session that somebody at a provider opens. */
async function tokenOf(own: Identities, proved: ProvedIdentity): Promise<string> {
  const result = await own.signIn(proved);
  if (result.outcome !== "signed_in") throw new Error(result.outcome);
  return result.signedIn.token;
}

describe("identityRoutes, on a server without providers", () => {
  it("OA04 GET /identities says who has a password, to its owner alone, and /methods that it is there", async () => {
    const { auth, own, send } = open();
    const ada = await auth.signUp({ email: "ada@example.com", password: PASSWORD });
    expect(await (await send("/identities", ada.token)).json()).toEqual({ identities: [], hasPassword: true });
    const bob = { provider: "okta", subject: "bob-1", email: "bob@example.com", emailIsProven: true };
    const token = await tokenOf(own, bob);
    expect(await (await send("/identities", token)).json()).toMatchObject({
      identities: [{ provider: "okta", subject: "bob-1" }],
      hasPassword: false,
    });
    expect(await codeOf(await send("/identities"))).toBe("unauthenticated");
    expect(await (await send("/methods")).json()).toMatchObject({ methods: { identities: {} } });
  });

  it("OA04 POST /identities/delete takes what is left of a provider that is gone, but no last way in", async () => {
    const { auth, own, send } = open();
    const name = { provider: "okta", subject: "bob-1" };
    const token = await tokenOf(own, { ...name, email: "bob@example.com", emailIsProven: true });
    expect(await codeOf(await send("/identities/delete", token, name))).toBe("last_way_in");
    const ada = await auth.signUp({ email: "ada@example.com", password: PASSWORD });
    expect(await codeOf(await send("/identities/delete", ada.token, name))).toBe("not_found");
    expect((await own.list(token)).identities).toHaveLength(1);
    await own.link(ada.token, { provider: "okta", subject: "ada-1", email: null, emailIsProven: false });
    const gone = await send("/identities/delete", ada.token, { provider: "okta", subject: "ada-1" });
    expect(await gone.json()).toEqual({ success: true });
    expect(await own.list(ada.token)).toEqual({ identities: [], hasPassword: true });
  });
});

import { createClient, LatchkeyError, withServiceTokens, type ServiceToken } from "@latchkey/client";
import type { IssuedServiceToken } from "@latchkey/service-tokens";
import { createServiceKey, serviceTokenRoutes, serviceTokens } from "@latchkey/service-tokens";
import { serviceTokenVerifier } from "@latchkey/service-tokens/verify";
import { describe, expect, expectTypeOf, it } from "vitest";
import { ADA, BASE_URL, browserFetch, openServer, ORIGIN } from "./support/server.ts";
import { createHandler } from "@latchkey/http";

const API = "https://api.example.com";

describe("a client with service tokens", () => {
  it("ST01 gets a token by its cookie, with which another service knows the user", async () => {
    expectTypeOf<ServiceToken>().toEqualTypeOf<IssuedServiceToken>();
    const { auth } = openServer();
    const services = serviceTokens(auth, { issuer: ORIGIN, keys: [await createServiceKey()], audiences: [API] });
    const handler = createHandler(auth, { routes: serviceTokenRoutes(services) });
    const client = withServiceTokens(createClient({ baseUrl: BASE_URL, fetch: browserFetch(handler) }));
    const { id } = await client.signUp(ADA);
    const { token, tokenType, expiresIn } = await client.serviceToken(API);
    expect([tokenType, expiresIn]).toEqual(["Bearer", 300]);
    const jwks = await services.publicKeys();
    expect(await serviceTokenVerifier({ jwks, issuer: ORIGIN, audience: API })(token)).toMatchObject({ sub: id });
    expect(client.session.get().status).toBe("signed-in");

    const wrong = await client.serviceToken("https://other.example").catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(LatchkeyError);
    expect(wrong).toMatchObject({ code: "invalid_input", field: "audience" });
    await client.signOut();
    await expect(client.serviceToken(API)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

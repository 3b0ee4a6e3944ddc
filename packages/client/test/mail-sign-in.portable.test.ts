import { createClient, withMailSignIn } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { ADA, app, BASE_URL, browserFetch, Keychain, openServer } from "./support/server.ts";

/** A browser of its own, at the same server. */
function openBrowser({ handler }: ReturnType<typeof openServer>) {
  return withMailSignIn(createClient({ baseUrl: BASE_URL, fetch: browserFetch(handler) }));
}

/** What the newest mail to an address says. */
async function mailTo({ mails }: ReturnType<typeof openServer>, email: string) {
  const [token = "", code = ""] = (await mails.last(`mail ${email}`)).split(" ");
  return { token, code };
}

describe("a client with mail sign-in", () => {
  it("MS03 signs in by the code in the browser that has asked, and by the link in another", async () => {
    const server = openServer();
    const [here, there] = [openBrowser(server), openBrowser(server)];
    expect((await here.methods()).mailSignIn).toEqual({});
    expect(await here.requestMailSignIn({ email: ADA.email })).toEqual({ ticket: undefined });
    const first = await mailTo(server, ADA.email);
    await expect(there.confirmMailSignIn({ code: first.code })).rejects.toMatchObject({ code: "flow_expired" });
    const user = await here.confirmMailSignIn({ code: `${first.code.slice(0, 3)} ${first.code.slice(3)}` });
    expect(user).toMatchObject({ email: ADA.email, emailVerified: true });
    expect(here.session.get().user).toEqual(user);
    await expect(there.confirmMailSignIn({ token: first.token })).rejects.toMatchObject({ code: "invalid_token" });

    await there.requestMailSignIn({ email: "new@example.com" });
    const second = await mailTo(server, "new@example.com");
    await openBrowser(server).confirmMailSignIn({ token: second.token });
    expect(there.session.get().user).toBeNull();
  });

  it("MS03 an app keeps the ticket itself, or is given it after it was started anew", async () => {
    const server = openServer();
    const keychain = new Keychain();
    const client = withMailSignIn(app(server, keychain));
    const { ticket } = await client.requestMailSignIn({ email: ADA.email });
    const { code } = await mailTo(server, ADA.email);
    const anew = withMailSignIn(app(server, keychain));
    await expect(anew.confirmMailSignIn({ code })).rejects.toMatchObject({ code: "flow_expired" });
    await expect(client.confirmMailSignIn({ code: "00000" })).rejects.toMatchObject({
      code: "invalid_code",
      field: "code",
    });
    expect((await anew.confirmMailSignIn({ code, ticket })).email).toBe(ADA.email);
    expect(keychain.token).not.toBeNull();
  });

  it("SF08 a mailed code proves that it is the user, and the session stays", async () => {
    const server = openServer();
    const client = openBrowser(server);
    await expect(client.requestMailProof()).rejects.toMatchObject({ code: "unauthenticated" });
    await client.signUp(ADA);
    await client.requestMailProof();
    const code = await server.mails.last(`proof ${ADA.email}`);
    const wrong = code === "000000" ? "000001" : "000000";
    await expect(client.confirmMailProof({ code: wrong })).rejects.toMatchObject({ code: "invalid_code" });
    expect(await client.confirmMailProof({ code })).toBeUndefined();
    expect(client.session.get().user?.email).toBe(ADA.email);
  });
});

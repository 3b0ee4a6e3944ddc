import { memoryStorage } from "@latchkey/core/memory";
import { passkeyRoutes } from "@latchkey/passkeys";
import { openApiDocument } from "@latchkey/http/openapi";
import { describe, expect, it } from "vitest";
import { conformingFetch } from "../../../test/support/openapi-conformance.ts";
import { freshEmail, openApplication } from "./support/application.ts";
import { ORIGIN, type Answer } from "./support/authenticator.ts";

type Body = Record<string, any>;

/** An app that carries its token itself, and that holds every answer to the OpenAPI document. */
function openClient() {
  const application = openApplication(memoryStorage());
  const { keys, handler } = application;
  const { fetch, seen } = conformingFetch(handler, openApiDocument(passkeyRoutes(keys)));
  async function send(method: string, path: string, { body, token, headers = {} }: Sending = {}) {
    const request = new Request(`${ORIGIN}/auth${path}`, {
      method,
      headers: {
        "session-carrier": "bearer",
        ...(method === "POST" ? { "content-type": "application/json" } : null),
        ...(token ? { authorization: `Bearer ${token}` } : null),
        ...headers,
      },
      ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : null),
    });
    const response = await fetch(request);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  }
  return { ...application, send, seen, post: (path: string, more?: Sending) => send("POST", path, more) };
}

interface Sending {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

describe("passkeys over HTTP", () => {
  it("PK01 every route answers what the OpenAPI document says", async () => {
    const { post, send, make, seen, clock } = openClient();
    const email = freshEmail();
    const begun = await post("/signup/passkey/options", { body: { email, metadata: { a: 1 } } });
    const passkey = await make(begun.body.options);
    const signedUp = await post("/signup/passkey", { body: { response: passkey.made, metadata: { a: 1 } } });
    expect(signedUp).toMatchObject({ status: 200, body: { user: { email, metadata: { a: 1 } } } });
    const { token } = signedUp.body as { token: string };
    const { body: options } = await post("/signin/passkey/options");
    const signedIn = await post("/signin/passkey", { body: { response: await passkey.sign(options.options) } });
    expect(signedIn).toMatchObject({ status: 200, body: { user: { email }, token: expect.any(String) } });
    expect((await post("/signin/passkey", { body: { response: await passkey.sign(options.options) } })).body.code).toBe(
      "flow_expired",
    );
    clock.advance(300);
    expect(await post("/passkeys/options", { token })).toMatchObject({ status: 403, body: { code: "proof_required" } });
    const proof = await post("/prove/passkey/options", { token });
    const proved = await post("/prove/passkey", { token, body: { response: await passkey.sign(proof.body.options) } });
    expect(proved).toMatchObject({ status: 200, body: { methods: ["passkey"] } });
    const adding = await post("/passkeys/options", { token });
    const second = await make(adding.body.options);
    const added = await post("/passkeys", { token, body: { response: second.made, name: "Stick" } });
    expect(added).toMatchObject({ status: 201, body: { passkey: { id: second.id, name: "Stick" } } });
    expect((await post("/passkeys/rename", { token, body: { id: second.id, name: "Ring" } })).status).toBe(200);
    expect((await send("GET", "/passkeys", { token })).body.passkeys).toMatchObject([{}, { name: "Ring" }]);
    expect((await post("/passkeys/delete", { token, body: { id: second.id } })).status).toBe(200);
    expect(await post("/passkeys/delete", { token, body: { id: passkey.id } })).toMatchObject({
      status: 409,
      body: { code: "last_way_in" },
    });
    expect((await send("GET", "/methods")).body.methods).toMatchObject({ passkeys: {} });
    expect([...seen.keys()].filter((name) => name.includes("passkey")).sort()).toHaveLength(11);
  });

  it("PK01 a browser gets its session in a cookie alone, and a foreign page opens none", async () => {
    const { post, make, signUp } = openClient();
    const { passkey } = await signUp();
    const { body } = await post("/signin/passkey/options");
    const headers = { "session-carrier": "", origin: ORIGIN, "sec-fetch-site": "same-origin" };
    const answer = { response: await passkey.sign(body.options) };
    const foreign = { ...headers, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect(await post("/signin/passkey", { body: answer, headers: foreign })).toMatchObject({
      status: 403,
      body: { code: "forbidden_origin" },
    });
    const signedIn = await post("/signin/passkey", { body: answer, headers });
    expect(signedIn.headers.getSetCookie().join()).toMatch(/^__Host-latchkey_session=ey/);
    expect(signedIn.body.token).toBeUndefined();
    const { body: begun } = await post("/signup/passkey/options", { body: { email: freshEmail() } });
    const made = { response: (await make(begun.options)).made };
    expect((await post("/signup/passkey", { body: made, headers: foreign })).status).toBe(403);
    expect((await post("/signup/passkey", { body: made, headers })).headers.getSetCookie()).toHaveLength(1);
  });

  it("PK09 what is malformed is 400 with a code and a field, and never a mistake of the server", async () => {
    const { post, signUp, keys, reported } = openClient();
    const { passkey, token } = await signUp();
    const answer: Answer = await passkey.sign(await keys.beginSignIn());
    const routes = ["/signin/passkey", "/signup/passkey", "/passkeys", "/prove/passkey"];
    const bodies: unknown[] = [
      {},
      { response: null },
      { response: "text" },
      { response: [] },
      { response: {} },
      { response: { ...answer, response: { ...answer.response, clientDataJSON: "e30" } } },
      { response: { ...answer, id: "A".repeat(50_000) } },
    ];
    for (const path of routes)
      for (const body of bodies) {
        const { status, body: refused } = await post(path, { body, token });
        expect({ status, field: refused.field }, `${path} ${JSON.stringify(body).slice(0, 80)}`).toEqual({
          status: 400,
          field: "response",
        });
        expect(["invalid_passkey", "invalid_request"]).toContain(refused.code);
      }
    const large = await post("/signin/passkey", { body: { response: { id: "A".repeat(1024 * 1024) } } });
    expect(large).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
    expect(reported).toEqual([]);
  });

  it("PK10 an unknown key and a wrong signature get the same bytes", async () => {
    const { post, signUp } = openClient();
    const [ada, bob] = [await signUp(), await signUp()];
    const stranger = await openClient().signUp();
    const answers: string[] = [];
    for (const [passkey, userHandle] of [
      [stranger.passkey, undefined],
      [ada.passkey, bob.passkey.userHandle],
      [ada.passkey, null],
    ] as const) {
      const { body } = await post("/signin/passkey/options");
      const tricks = userHandle === undefined ? {} : { userHandle };
      const refused = await post("/signin/passkey", { body: { response: await passkey.sign(body.options, tricks) } });
      answers.push(JSON.stringify([refused.status, refused.body, [...refused.headers]]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("invalid_credentials");
  });
});
